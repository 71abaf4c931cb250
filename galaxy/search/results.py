"""What a list page shows: one view of the index for every list, in at most three statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OrderBy
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from galaxy.search import entries, facets, ranking, text
from galaxy.search.counting import Counts, count, relaxed
from galaxy.search.filters import SearchFilter
from galaxy.taxonomy.labels import vocabulary

SIZE = 20
COLUMNS = ["kind", "language", "title", "summary", "card"]
SORTS: dict[str, tuple[str | Promise, list[str | OrderBy]]] = {
    "best": (_("Best match"), []),
    "newest": (_("Newest first"), ["-published_at", "-pk"]),
    "title": (pgettext_lazy("order of results", "By title"), ["sort_title", "pk"]),
    "started": (_("Latest start first"), [F("year").desc(nulls_last=True), "-published_at", "-pk"]),
}


@dataclass(frozen=True)
class Suggestion:
    """A way out of an empty result."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Results:
    total: int
    words: str
    page: "Page[int]"
    entries: list[dict[str, Any]]
    facets: list[dict[str, Any]]
    chips: list[dict[str, str]]
    sort: str
    sorts: list[tuple[str, str]]
    clear_url: str
    suggestions: list[Suggestion]
    has_years: bool
    span: Mapping[str, int]
    # The one address of this page of results, without what means nothing.
    canonical: str


def find(parameters: QueryDict, *, preset: Mapping[str, Sequence[str]] | None = None) -> Results:
    """All of a list page. `preset` holds whatever the address says, such as {"goal": ["3"]} on the page of a goal."""
    search = SearchFilter(parameters, preset)
    counts = count(search)
    sort, sorts = _sorts(search, parameters.get("sort", ""))
    page = Paginator(range(counts.total), SIZE).get_page(parameters.get("page"))
    return Results(
        total=counts.total,
        words=search.words,
        page=page,
        entries=_entries(search, counts, sort, page) if counts.total else [],
        facets=facets.build(search, counts, opened=parameters.get("all", "")),
        chips=facets.chips(search, counts.organizations),
        sort=sort,
        sorts=sorts,
        clear_url=facets.address(search.parameters(bare=True)),
        has_years=bool(counts.values["year"]),
        suggestions=[] if counts.total else _suggestions(search, counts),
        span=search.span,
        canonical=_canonical(search, sort, sorts, page),
    )


def _sorts(search: SearchFilter, wanted: str) -> tuple[str, list[tuple[str, str]]]:
    """The order in force, and those to choose from; best match needs words to match."""
    offered = [(name, str(label)) for name, (label, _order) in SORTS.items() if search.words or name != "best"]
    names = [name for name, _label in offered]
    return wanted if wanted in names else names[0], offered


def _entries(search: SearchFilter, counts: Counts, sort: str, page: "Page[int]") -> list[dict[str, Any]]:
    documents = search.page_of.filter(*search.conditions.values()).only(*COLUMNS)
    if search.words:
        languages = counts.values["language"]
        documents = documents.filter(ranking.matches(search.words))
        documents = ranking.with_snippets(documents, search.words, languages)
    if sort == "best":
        documents = ranking.best_first(documents, search.words, languages)
    else:
        documents = documents.order_by(*SORTS[sort][1])
    terms, first = vocabulary(), page.start_index() - 1
    return [entries.entry(document, terms, search.words) for document in documents[first : first + SIZE]]


def _suggestions(search: SearchFilter, counts: Counts) -> list[Suggestion]:
    """Ways out of an empty result, the one that gives most first: without one of the filters, or wider."""
    if not search.words and not search.conditions:
        return []
    wider = relaxed(search)
    ways = [
        (
            gettext("Without “%(filter)s”") % {"filter": facets.heading(search, name, counts.organizations)},
            search.parameters(without=(name, "")),
            counts.without[name],
        )
        for name in search.conditions
    ]
    ways += [
        (gettext("Without any filter"), search.parameters(bare=True), wider["filters"]),
        (gettext("Without the words “%(words)s”") % {"words": search.words}, search.parameters(q=""), wider["words"]),
        (gettext("With any one of these words"), search.parameters(q=text.any_of(search.words)), wider["any"]),
    ]
    found = {facets.address(parameters): (label, number) for label, parameters, number in reversed(ways) if number}
    return sorted(
        (Suggestion(label, url, number) for url, (label, number) in found.items()), key=lambda way: -way.count
    )


def _canonical(search: SearchFilter, sort: str, sorts: Sequence[tuple[str, str]], page: "Page[int]") -> str:
    number = str(page.number) if page.number > 1 else ""
    parameters = search.parameters(sort=sort if sort != sorts[0][0] else "", page=number)
    return facets.address(parameters) if parameters else ""
