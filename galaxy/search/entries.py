"""A document as components/entry.html shows it in a list."""

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from galaxy.search import snippets
from galaxy.search.adapters import adapter_of
from galaxy.search.database import prepared
from galaxy.search.lately import Lately
from galaxy.search.models import Document
from galaxy.taxonomy.labels import Vocabulary

WORDS = 40
# Where the title and the snippet go in a card that is kept: private characters, as in snippets.
TITLE, SNIPPET = "\ue010", "\ue011"
# What a page shows, marked where there are words; and organizations of which the name alone is wanted.
COLUMNS = "id, kind, object_id, language, title, summary, card"
NAMED = f"""
UNION ALL
SELECT {COLUMNS}, '', '' FROM search_document
WHERE kind = 'organization' AND object_id = ANY(%(organizations)s) AND id <> ALL(%(keys)s)
"""  # noqa: S608 - constants
PLAIN = f"SELECT {COLUMNS}, '', '' FROM search_document WHERE id = ANY(%(keys)s) {NAMED}"  # noqa: S608
MARKED = f"""
SELECT {COLUMNS}, {snippets.spoken(snippets.TITLE)}, {snippets.spoken(snippets.SNIPPET)}
FROM search_document WHERE id = ANY(%(keys)s) {NAMED}
"""  # noqa: S608
KEPT_BYTES, CARD_BYTES = 4_000_000, 6_000  # of the cards in one language, and about what one takes


class Row(NamedTuple):
    """A document as far as a list shows it. Marked title and snippet: empty unless there are words."""

    pk: int
    kind: str
    object_id: int
    language: str
    title: str
    summary: str
    card: dict[str, Any]
    marked_title: str
    snippet: str


@dataclass(frozen=True)
class Card:
    """What a list shows of a document whatever was searched, and as HTML, by whether it has a snippet and so on."""

    shown: dict[str, Any]
    html: dict[tuple[bool, bool], str] = field(default_factory=dict)


def read(keys: Collection[int], organizations: Collection[int], words: str) -> list[Row]:
    """The documents with these keys, and those of these organizations; one statement."""
    wanted = {"keys": list(keys), "organizations": list(organizations)}
    with prepared() as cursor:
        if words:
            cursor.execute(MARKED, {**wanted, "marked": snippets.to_mark(words)})
        else:
            cursor.execute(PLAIN, wanted)
        return [Row(*row) for row in cursor.fetchall()]


def entry(document: Any, terms: Vocabulary, words: str = "", *, by_meaning: bool = False) -> dict[str, Any]:
    """Without a query. `document`: a Row, or a Document where there are no words."""
    return {
        **_card(document, terms).shown,
        "title": snippets.marked(document.marked_title) if words else document.title,
        "snippet": _snippet(document, words),
        "by_meaning": by_meaning,
    }


def html(document: Row, terms: Vocabulary, shown: dict[str, Any]) -> SafeString:
    """components/entry.html with this entry. It is rendered once, and filled with title and snippet each time."""
    kept, kind = _card(document, terms).html, (bool(shown["snippet"]), shown["by_meaning"])
    if kind not in kept:
        bare = {**shown, "title": TITLE, "snippet": SNIPPET if shown["snippet"] else ""}
        kept[kind] = render_to_string("components/entry.html", {"entry": bare})
    filled = kept[kind].replace(TITLE, conditional_escape(shown["title"]))
    return SafeString(filled.replace(SNIPPET, conditional_escape(shown["snippet"])))


def _card(document: Row | Document, terms: Vocabulary) -> Card:
    """Kept beside the names that it shows, under all else that it shows: it can be no other document's, nor older."""
    cards: Lately[Card] = terms.derived.setdefault(Card, Lately(KEPT_BYTES))
    key = document.kind, document.language, json.dumps(document.card), datetime.date.today()
    card = cards.get(key)
    if card is None:
        card = Card(_shown(document, terms))
        cards.put(key, card, CARD_BYTES)
    return card


def _shown(document: Row | Document, terms: Vocabulary) -> dict[str, Any]:
    view, *arguments = document.card["path"]
    return {
        "url": reverse(view, args=arguments),
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


def _language(document: Row | Document, terms: Vocabulary) -> dict[str, str]:
    """Named where it is not the language of the page."""
    if document.language == terms.language.partition("-")[0]:
        return {}
    name = terms.languages.get(document.language, document.language)
    return {"language": document.language, "foreign": _("Text in %(language)s") % {"language": name}}
