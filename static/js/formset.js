// [data-formset="prefix"] holds rows with data-row, a <template> with the empty row, and a button named
// add_<prefix>. Each row has a box prefix-N-DELETE and a button with data-remove. Without this script the
// same buttons are answered by the server.
for (const set of document.querySelectorAll("[data-formset]")) {
  const prefix = set.dataset.formset;
  const total = set.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const limit = Number(set.querySelector(`[name="${prefix}-MAX_NUM_FORMS"]`)?.value || 1000);
  const add = set.querySelector(`[name="add_${prefix}"]`);
  const rows = () => [...set.querySelectorAll("[data-row]:not([hidden])")];
  const changed = () => {
    if (add) add.hidden = rows().length >= limit;
    set.dispatchEvent(new Event("change", { bubbles: true }));
  };

  add?.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Number(total.value);
    const holder = document.createElement("template");
    holder.innerHTML = set.querySelector("template").innerHTML.replaceAll("__prefix__", number);
    const row = holder.content.querySelector("[data-row]");
    const last = set.querySelectorAll("[data-row]");
    if (last.length) last[last.length - 1].after(holder.content);
    else set.querySelector("template").before(holder.content);
    total.value = number + 1;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    changed();
  });

  set.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const shown = rows();
    const next = shown[shown.indexOf(row) + 1] || shown[shown.indexOf(row) - 1];
    const box = row.querySelector('[name$="-DELETE"]');
    box.type === "hidden" ? (box.value = "on") : (box.checked = true);
    row.hidden = true;
    for (const control of row.querySelectorAll("[required]")) control.required = false;
    (next?.querySelector("input:not([type=hidden]), select, textarea") || add)?.focus();
    changed();
  });
}
