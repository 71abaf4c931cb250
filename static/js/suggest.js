// Suggestions under the search box: an editable combobox with a list, as in the ARIA Authoring Practices.
// Without this script the form offers the same as a page.
const form = document.querySelector("form[data-suggest]");
const input = form?.elements.q;
const list = document.getElementById("q-proposals");
const tally = document.getElementById("q-tally");
const PAUSE = 150;
let waiting, asking, options = [], active = -1;

const isOpen = () => !list.hidden;
const isEnough = (text) => text.length > 1 || /\p{Script=Han}/u.test(text);

function close() {
  clearTimeout(waiting);
  asking?.abort();
  choose(-1);
  list.hidden = true;
  tally.textContent = "";
  input.setAttribute("aria-expanded", "false");
}

function open(html) {
  list.innerHTML = html;
  options = [...list.querySelectorAll("[role=option]")];
  choose(-1);
  list.hidden = !options.length;
  input.setAttribute("aria-expanded", String(isOpen()));
  tally.textContent = list.firstElementChild?.dataset.tally ?? "";
}

// -1 is the input itself.
function choose(number) {
  options[active]?.setAttribute("aria-selected", "false");
  active = number;
  const option = options[active];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function move(step) {
  const places = options.length + 1;
  choose(((active + 1 + step + places) % places) - 1);
}

async function ask() {
  const text = input.value.trim();
  if (!isEnough(text)) return close();
  asking?.abort();
  asking = new AbortController();
  try {
    const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asking.signal });
    if (!answer.ok) return close();
    const html = await answer.text();
    if (document.activeElement === input) open(html);
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

const KEYS = {
  ArrowDown: () => (isOpen() ? move(1) : ask()),
  ArrowUp: () => (isOpen() ? move(-1) : ask()),
  Enter: () => (isOpen() && active >= 0 ? options[active].click() : "leave"),
  Escape: () => (isOpen() ? close() : "leave"),
};

if (form) {
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !(event.key in KEYS)) return;
    if (KEYS[event.key]() !== "leave") event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
