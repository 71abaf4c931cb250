// A filter applies when it is ticked, and the lists that were opened stay open. Without this script the button does it.
const opened = new Map();
const found = () => document.getElementById("found");

if (window.htmx) document.documentElement.dataset.live = "";

document.addEventListener("toggle", (event) => {
  if (event.target.id && event.target.closest("#found")) opened.set(event.target.id, event.target.open);
}, true);

document.addEventListener("htmx:before:request", () => found()?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:finally:request", () => found()?.removeAttribute("aria-busy"));
document.addEventListener("htmx:after:swap", () => {
  for (const [id, open] of opened) {
    const details = document.getElementById(id);
    if (details) details.open = open;
  }
});

// After another page or order of results, go on reading at their top.
document.addEventListener("click", (event) => {
  if (!event.target.closest("#found :is(.pages, .sort, .chips, .ways) a")) return;
  document.addEventListener("htmx:after:settle", () => {
    const tally = document.getElementById("tally");
    tally?.scrollIntoView();
    tally?.focus({ preventScroll: true });
  }, { once: true });
});
