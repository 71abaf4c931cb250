// A filter applies when it is ticked. Without this script, or without htmx, the button does it.
const found = () => document.getElementById("found");

if (window.htmx) document.documentElement.dataset.live = "";

document.addEventListener("htmx:before:request", () => found()?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:finally:request", () => found()?.removeAttribute("aria-busy"));

// What was ticked by hand follows the answer: a removed filter loses its tick.
document.addEventListener("htmx:after:swap", () => {
  for (const box of document.querySelectorAll("#filters [type=checkbox]")) box.checked = box.defaultChecked;
  for (const year of document.querySelectorAll("#filters .span input")) year.value = year.defaultValue;
});

// After another page or order of results, go on reading at their top.
document.addEventListener("click", (event) => {
  if (!event.target.closest("#found :is(.pages, .sort, .chips, .ways) a")) return;
  document.addEventListener("htmx:finally:request", () => requestAnimationFrame(() => {
    const tally = document.getElementById("tally");
    tally?.scrollIntoView();
    tally?.focus({ preventScroll: true });
  }), { once: true });
});
