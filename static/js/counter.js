// Counts the words of a text with data-words-max, as galaxy.core.forms.count_words does.
const WORD = /[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+/g;

function count(control) {
  const line = document.querySelector(`[data-words-for="${CSS.escape(control.id)}"]`);
  if (!line) return;
  const words = (control.value.match(WORD) || []).length;
  const limit = Number(control.dataset.wordsMax);
  line.textContent = line.dataset.count.replace("{words}", words).replace("{limit}", limit);
  line.classList.toggle("over", words > limit);
}

for (const control of document.querySelectorAll("[data-words-max]")) count(control);
document.addEventListener("input", (event) => event.target.matches("[data-words-max]") && count(event.target));
