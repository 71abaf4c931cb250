"""Which documents the words of a person find, in which order, and what is shown of them: PostgreSQL's own search.

All that knows about matching and weighing is here; the rest of the portal sees the functions of this module. The SQL is
put together from constants, as the expressions of the ORM take longer to build than the database to answer.
"""

import re
from collections.abc import Iterable

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString

from galaxy.search.models import CONFIGURATIONS, SIMPLE, Document
from galaxy.search.text import HAN, query_pairs
from galaxy.taxonomy.labels import folded

STEMMED = {language: name for language, name in CONFIGURATIONS.items() if name != SIMPLE}
# Private characters, which no document holds (see text.visible), become <mark> after everything is escaped.
BEGIN, END = "\ue000", "\ue001"
UNMARKED = {ord(BEGIN): "", ord(END): ""}
WEIGHT = "ts_rank(vector, websearch_to_tsquery('{0}', %s), 1)"
TITLE = (
    "ts_headline('{0}', title, websearch_to_tsquery('{0}', %s),"
    f" 'StartSel={BEGIN},StopSel={END},HighlightAll=true')"
)
SNIPPET = (
    "ts_headline('{0}', summary || ' ' || left(body, 2000), websearch_to_tsquery('{0}', %s),"
    f" 'StartSel={BEGIN},StopSel={END},MinWords=25,MaxWords=40')"
)
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
    named = Case(When(is_named(words), then=Value(0)), default=Value(1))
    weighed = documents.annotate(named=named, weight=_spoken(WEIGHT, words, languages))
    return weighed.order_by("named", "-weight", "-published_at", "-pk")


def with_snippets(documents: "QuerySet[Document]", words: str, languages: Iterable[str]) -> "QuerySet[Document]":
    """Adds `snippet` and `marked_title`: text with private marks, for marked(). Costly: for one page alone."""
    return documents.annotate(snippet=_spoken(SNIPPET, words, languages), marked_title=_spoken(TITLE, words, languages))


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


def _spoken(template: str, words: str, languages: Iterable[str]) -> RawSQL:
    """An expression in the configuration of each document's own language, where these are all that occur."""
    spoken = {language: STEMMED[language] for language in sorted(languages) if language in STEMMED}
    cases = [f"WHEN '{language}' THEN {template.format(name)}" for language, name in spoken.items()]
    other = template.format(SIMPLE)
    sql = f"CASE language {' '.join(cases)} ELSE {other} END" if cases else other
    return RawSQL(sql, [query_pairs(words)] * (len(cases) + 1))  # noqa: S611 - only constants in it
