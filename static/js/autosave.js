// A form with data-autosave posts itself 1.5 s after the last change, with the header X-Autosave.
// The element with data-saved inside it carries the words (components/saved.html). What cannot be
// sent is kept in this browser and offered again. Without this script each step saves on its button.
const PAUSE = 1500;
const AGAIN = 15000;
// Fields that tell of the page, not of the person.
const OWN = /^(csrfmiddlewaretoken|seen)$|-(key|attachment)$/;

const now = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = document.querySelector("[data-saved]");
    this.key = `kept:${location.pathname}`;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.pending && this.send());
    addEventListener("pagehide", () => this.pending && this.keep());
    forgetWhatArrived();
    this.offer();
  }

  later(wait) {
    if (this.stopped) return;
    this.pending = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // While a save is under way its answer is awaited: it tells what the next one must carry.
  leave(event) {
    if (this.busy) {
      event.preventDefault();
      this.waiting = { by: event.submitter };
      return;
    }
    this.stopped = true;
    this.pending = false;
    clearTimeout(this.timer);
    this.keep(true);
  }

  fields() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !OWN.test(name));
  }

  async send() {
    if (this.busy || this.stopped) return this.later(PAUSE);
    this.busy = true;
    this.pending = false;
    this.say("saving");
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(this.form.action || location.href, {
        method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual",
      });
      await this.settle(answer);
    } catch {
      this.fail("failed");
    } finally {
      this.busy = false;
      if (this.waiting) this.form.requestSubmit(this.waiting.by);
    }
  }

  async settle(answer) {
    if (answer.ok) {
      await this.remember(answer);
      localStorage.removeItem(this.key);
      this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
      return this.say("done");
    }
    if (answer.status === 409) return this.fail("conflict", false);
    if (answer.type === "opaqueredirect" || answer.status === 403) return this.fail("refused");
    this.fail("failed");
  }

  // What the server has seen of this page: without it the next save would look like one from another window.
  async remember(answer) {
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (told.seen && this.form.elements.seen) this.form.elements.seen.value = told.seen;
  }

  fail(state, again = true) {
    if (this.stopped) return;
    this.keep();
    this.say(state);
    if (again) this.later(AGAIN);
  }

  keep(sent = false) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ time: now(), sent, fields: this.fields() }));
    } catch { /* the browser gives no room: the line has said that nothing is saved */ }
  }

  say(state) {
    if (!this.line) return;
    this.line.dataset.state = state === "conflict" || state === "refused" ? "failed" : state;
    this.line.querySelector("[data-text]").textContent = this.line.dataset[state].replace("{time}", now());
  }

  offer() {
    const kept = JSON.parse(localStorage.getItem(this.key) || "null");
    if (!kept || !this.line) return;
    if (JSON.stringify(kept.fields) === JSON.stringify(this.fields())) return localStorage.removeItem(this.key);
    const box = document.createElement("div");
    box.className = "notice warn";
    const text = document.createElement("p");
    text.textContent = this.line.dataset.found.replace("{time}", kept.time);
    const acts = document.createElement("div");
    acts.className = "actions";
    acts.append(
      this.act("restore", () => { this.restore(kept.fields); box.remove(); }),
      this.act("discard", () => { localStorage.removeItem(this.key); box.remove(); }),
    );
    box.append(text, acts);
    this.form.prepend(box);
  }

  act(word, run) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = this.line.dataset[word];
    button.addEventListener("click", run);
    return button;
  }

  restore(fields) {
    const values = group(fields);
    for (const control of this.form.elements) {
      if (!control.name || control.type === "hidden" || control.type === "file" || control.type === "submit") continue;
      const given = (values.get(control.name) || []).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = given.includes(option.value);
      else if (given.length) control.value = given.shift();
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The page that follows a form means that the form arrived.
function forgetWhatArrived() {
  const from = document.referrer && new URL(document.referrer);
  if (!from || from.origin !== location.origin || from.pathname === location.pathname) return;
  const key = `kept:${from.pathname}`;
  if (JSON.parse(localStorage.getItem(key) || "null")?.sent) localStorage.removeItem(key);
}

function group(pairs) {
  const found = new Map();
  for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) || []), pair]);
  return found;
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
