"""Which documents the words of a person find, in which order, and what is shown of them: PostgreSQL's own search.

All that knows about matching and weighing is here; the rest of the portal sees these four functions.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Concat, Left
from django.utils.html import escape
from django.utils.safestring import SafeString

from galaxy.search.models import CONFIGURATIONS, SIMPLE, Document
from galaxy.search.text import HAN, query_pairs
from galaxy.taxonomy.labels import folded

STEMMED = {language: name for language, name in CONFIGURATIONS.items() if name != SIMPLE}
# Private characters, which no document holds (see text.visible), become <mark> after everything is escaped.
BEGIN, END = "\ue000", "\ue001"
UNMARKED = {ord(BEGIN): "", ord(END): ""}
BODY_LETTERS = 2_000
TITLE: dict[str, Any] = {"start_sel": BEGIN, "stop_sel": END, "highlight_all": True}
SNIPPET: dict[str, Any] = {"start_sel": BEGIN, "stop_sel": END, "min_words": 25, "max_words": 40}
AROUND = 60
# A part for each language, so that every part is answered by the index of words alone.
CONDITIONS = {
    **{f"language = '{language}'": configuration for language, configuration in STEMMED.items()},
    f"language NOT IN ({', '.join(map(repr, STEMMED))})": SIMPLE,
}
FOUND = " UNION ALL ".join(
    [
        "SELECT id FROM search_document WHERE sort_title = %s OR acronym = %s",
        *(
            f"SELECT id FROM search_document WHERE {condition} AND vector @@ websearch_to_tsquery('{name}', %s)"  # noqa: S608
            for condition, name in CONDITIONS.items()
        ),
    ]
)


def matches(words: str) -> Q:
    """Documents that have these words, each in the forms of its own language; or that are called so."""
    name, wanted = folded(words), query_pairs(words)
    return Q(pk__in=RawSQL(FOUND, [name, name, *[wanted] * len(CONDITIONS)]))  # noqa: S611 - only constants in it


def is_named(words: str) -> Q:
    """Documents whose whole title or acronym this is: also words too common to search for, such as WHO."""
    name = folded(words)
    return Q(sort_title=name) | Q(acronym=name)


def best_first(documents: "QuerySet[Document]", words: str, languages: Iterable[str]) -> "QuerySet[Document]":
    """Those of this very name, then by weight of the words, then the newest."""

    def weight(configuration: str) -> Combinable:
        return SearchRank(F("vector"), _query(words, configuration), normalization=1)

    named = Case(When(is_named(words), then=Value(0)), default=Value(1))
    weighed = documents.annotate(named=named, weight=_by_language(weight, languages))
    return weighed.order_by("named", "-weight", "-published_at", "-pk")


def with_snippets(documents: "QuerySet[Document]", words: str, languages: Iterable[str]) -> "QuerySet[Document]":
    """Adds `snippet` and `marked_title`: text with private marks, for marked(). Costly: for one page alone."""
    text = Concat("summary", Value("\n"), Left("body", BODY_LETTERS), output_field=TextField())

    def snippet(configuration: str) -> Combinable:
        return SearchHeadline(text, _query(words, configuration), config=configuration, **SNIPPET)

    def title(configuration: str) -> Combinable:
        return SearchHeadline("title", _query(words, configuration), config=configuration, **TITLE)

    return documents.annotate(snippet=_by_language(snippet, languages), marked_title=_by_language(title, languages))


def marked(text: str) -> SafeString:
    """Escaped, with the found words in <mark>."""
    return SafeString(escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>"))


def chinese_snippet(text: str, words: str) -> str:
    """The part of a Chinese text around what was looked for, with private marks."""
    runs = HAN.findall(words)
    if not runs:
        return text
    found = re.search("|".join(map(re.escape, runs)), text)
    start = max(0, found.start() - AROUND) if found else 0
    part = text[start : start + 3 * AROUND]
    return re.sub("|".join(map(re.escape, runs)), lambda run: f"{BEGIN}{run[0]}{END}", part)


def _query(words: str, configuration: str) -> SearchQuery:
    return SearchQuery(query_pairs(words), config=configuration, search_type="websearch")


def _by_language(make: Callable[[str], Combinable], languages: Iterable[str]) -> Combinable:
    """The expression of each document's own language, where these are all that occur."""
    first, *others = sorted({CONFIGURATIONS.get(language, SIMPLE) for language in languages} or {SIMPLE})
    if not others:
        return make(first)
    spoken = {name: [language for language, used in STEMMED.items() if used == name] for name in [first, *others]}
    whens = [When(language__in=found, then=make(name)) for name, found in spoken.items() if found]
    return Case(*whens, default=make(SIMPLE))
