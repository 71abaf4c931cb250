"""A document as components/entry.html shows it in a list."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from galaxy.search import snippets
from galaxy.search.adapters import adapter_of
from galaxy.search.models import Document
from galaxy.taxonomy.labels import Vocabulary

WORDS = 40


def entry(document: Any, terms: Vocabulary, words: str = "") -> dict[str, Any]:
    """Without a query. `document`: a Document, with its snippet and marked title where there are words."""
    view, *arguments = document.card["path"]
    return {
        "url": reverse(view, args=arguments),
        "title": snippets.marked(document.marked_title) if words else document.title,
        "snippet": _snippet(document, words),
        "goals": [terms.goals[number] for number in document.card["goals"] if number in terms.goals],
        **_language(document, terms),
        **adapter_of(document.kind).shown(document.card, terms),
    }


def _snippet(document: Any, words: str) -> str:
    if not words:
        return Truncator(document.summary).words(WORDS, truncate=" …")
    if document.language == "zh":
        return snippets.marked(snippets.chinese_snippet(document.summary, words))
    plain = document.snippet.translate(snippets.UNMARKED).strip()
    before = "" if document.summary.startswith(plain[:40]) else "… "
    after = "" if document.summary.endswith(plain[-40:]) else " …"
    return snippets.marked(f"{before}{document.snippet.strip()}{after}")


def _language(document: Document, terms: Vocabulary) -> dict[str, str]:
    """Named where it is not the language of the page."""
    if document.language == (get_language() or "").partition("-")[0]:
        return {}
    name = terms.languages.get(document.language, document.language)
    return {"language": document.language, "foreign": _("Text in %(language)s") % {"language": name}}
