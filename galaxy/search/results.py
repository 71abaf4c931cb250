"""What a list page shows: one view of the index for every list, in at most three statements."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from galaxy.search import entries, facets
from galaxy.search.counting import Counts, counts_of
from galaxy.search.entries import Row
from galaxy.search.filters import SearchFilter
from galaxy.search.selection import Selection, select
from galaxy.search.working import working
from galaxy.taxonomy.labels import vocabulary

SIZE = 20
SORTS: dict[str, str | Promise] = {
    "best": _("Best match"),
    "newest": _("Recently added"),
    "title": pgettext_lazy("order of results", "By title"),
    "started": _("Recently started"),
}


@dataclass(frozen=True)
class Suggestion:
    """A way out of an empty result."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Results:
    # The state of the index that they are of.
    mark: uuid.UUID | None
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
    # Of the same search by words alone, or with meaning again; empty where there is nothing to switch.
    switch_url: str
    means: bool
    # How many there are that have any of the words.
    with_words: int
    # Organizations that have most of them.
    working: list[dict[str, Any]]


def find(parameters: QueryDict, *, preset: Mapping[str, Sequence[str]] | None = None) -> Results:
    """All of a list page. `preset` holds whatever the address says, such as {"goal": ["3"]} on the page of a goal."""
    search = SearchFilter(parameters, preset)
    selection = select(search)
    counts = counts_of(selection)
    sort, sorts = _sorts(search, parameters.get("sort", ""), has_years=bool(counts.values["year"]))
    page = Paginator(range(counts.total), SIZE).get_page(parameters.get("page"))
    keys = selection.page(sort, max(page.start_index() - 1, 0), SIZE)
    shown, organizations = _read(selection, counts, keys)
    names = {str(each.object_id): each.title for each in organizations}
    return Results(
        mark=selection.fetched.state.mark,
        total=counts.total,
        words=search.words,
        page=page,
        entries=shown,
        facets=facets.build(search, counts, names, opened=parameters.get("all", "")),
        chips=facets.chips(search, names),
        sort=sort,
        sorts=sorts,
        clear_url=facets.address(search.parameters(bare=True)),
        has_years=bool(counts.values["year"]),
        suggestions=[] if counts.total else _suggestions(selection, names),
        span=search.span,
        canonical=_canonical(search, sort, sorts, page),
        switch_url=_switch(search, selection),
        means=search.means,
        with_words=selection.with_words,
        # What only comes near to the words is no evidence of who works on them.
        working=working(search, counts, organizations) if selection.with_words else [],
    )


def _sorts(search: SearchFilter, wanted: str, *, has_years: bool) -> tuple[str, list[tuple[str, str]]]:
    """The order in force, and those to choose from; best match needs words to match, a start needs years."""
    useless = {"best": not search.words, "started": not has_years}
    offered = [(name, str(label)) for name, label in SORTS.items() if not useless.get(name)]
    names = [name for name, _label in offered]
    return wanted if wanted in names else names[0], offered


def _read(selection: Selection, counts: Counts, keys: list[int]) -> tuple[list[dict[str, Any]], list[Row]]:
    """The entries of the page, and the organizations that its filters name; one statement."""
    search, terms = selection.search, vocabulary()
    organizations = [int(key) for key in {*counts.values["organization"], *search.chosen.get("organization", [])}]
    rows = entries.read(keys, organizations, search.words) if keys or organizations else []
    found = {row.pk: row for row in rows}
    named = [row for row in rows if row.kind == "organization" and row.object_id in organizations]
    shown = [
        (found[key], entries.entry(found[key], terms, search.words, by_meaning=key in selection.by_meaning))
        for key in keys
        if key in found
    ]
    return [{**entry, "html": entries.html(row, terms, entry)} for row, entry in shown], named


def _suggestions(selection: Selection, names: Mapping[str, str]) -> list[Suggestion]:
    """Ways out of an empty result, the one that gives most first: without one of the filters, or without the words."""
    search = selection.search
    ways = [
        (
            gettext("Without “%(filter)s”") % {"filter": facets.heading(search, name, names)},
            search.parameters(without=(name, "")),
            selection.without(name),
        )
        for name in search.limits
    ]
    if search.limits:
        ways.append((gettext("Without any filter"), search.parameters(bare=True), selection.unlimited))
    if search.words:
        wordless = search.parameters(q="")
        label = gettext("Without the words “%(words)s”") % {"words": search.words}
        ways.append((label, wordless, selection.without_words))
    found = {facets.address(parameters): (label, number) for label, parameters, number in reversed(ways) if number}
    return sorted(
        (Suggestion(label, url, number) for url, (label, number) in found.items()), key=lambda way: -way.count
    )


def _switch(search: SearchFilter, selection: Selection) -> str:
    if not search.means:
        return facets.address(search.parameters(meaning=""))
    return facets.address(search.parameters(meaning="off")) if selection.by_meaning else ""


def _canonical(search: SearchFilter, sort: str, sorts: Sequence[tuple[str, str]], page: "Page[int]") -> str:
    number = str(page.number) if page.number > 1 else ""
    parameters = search.parameters(sort=sort if sort != sorts[0][0] else "", page=number)
    return facets.address(parameters) if parameters else ""
