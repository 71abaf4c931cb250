"""How many documents a selection has, for every value of every facet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from galaxy.search.filters import SearchFilter
from galaxy.search.packing import Columns
from galaxy.search.ranking import Rows
from galaxy.search.selection import Selection, select
from galaxy.search.state import MANY, Facets, Part, group_codes
from galaxy.taxonomy.labels import vocabulary

NAMED = 24  # organizations to name: those that occur most
AT_ONCE = 8_192  # documents: what they need stays in the cache of the processor
Numbers = NDArray[np.int64]
NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Counts:
    """Not to be changed by who reads it: pages share it. `values`: of organizations those to name alone."""

    total: int
    values: Mapping[str, Counter[str]]


def count(search: SearchFilter) -> Counts:
    return counts_of(select(search))


def counts_of(selection: Selection) -> Counts:
    """Exact, always. A facet is counted without its own limit: each value says how many have it, chosen or not.

    What a page shows before anybody chooses anything is counted once for each state of the index.
    """
    search, kept = selection.search, selection.fetched.state.kept
    if search.words or search.limits:
        return _counts(selection)
    key = (str(sorted(search.preset.items())), vocabulary().held_on(timezone.now().date()))
    if key not in kept:
        kept[key] = _counts(selection)
    return kept[key]


def _counts(selection: Selection) -> Counts:
    search, facets = selection.search, selection.fetched.state.facets
    inside = _numbers(facets, [(hits.part, hits.inside) for hits in selection.hits])
    values = _every(facets, inside)
    values[MANY] = _named(facets, MANY, inside, search.chosen.get(MANY, []))
    for limit in search.limits:
        if limit != "group":
            values[limit] = _named(facets, limit, _alone(selection, limit, inside), search.chosen.get(limit, []))
    values["group"] = _groups(selection)
    return Counts(selection.total, values)


def _alone(selection: Selection, limit: str, inside: Numbers) -> Numbers:
    """How many have each facet, without this limit."""
    search, facets = selection.search, selection.fetched.state.facets
    if search.words or search.limits != [limit]:
        return inside + _numbers(facets, [(hits.part, hits.only_outside(limit)) for hits in selection.hits])
    kept, key = (
        selection.fetched.state.kept,
        ("all", str(sorted(search.preset.items())), vocabulary().held_on(timezone.now().date())),
    )
    if key not in kept:
        kept[key] = _numbers(facets, [(hits.part, np.flatnonzero(hits.mask)) for hits in selection.hits])
    return kept[key]


def _numbers(facets: Facets, found: Iterable[tuple[Part, Rows]]) -> Numbers:
    """How many of these have each facet."""
    numbers = np.zeros(len(facets.names), np.int64)
    for part, rows in found:
        if len(rows) == len(part):
            numbers += np.bincount(part.columns.values, minlength=len(numbers))
            continue
        for start in range(0, len(rows), AT_ONCE):
            numbers += np.bincount(_values(part.columns, rows[start : start + AT_ONCE]), minlength=len(numbers))
    return numbers


def _values(columns: Columns, rows: Rows) -> NDArray[Any]:
    """The facets of these documents, one after the other."""
    starts = columns.offsets[rows]
    sizes = columns.offsets[rows + 1] - starts
    ends = np.cumsum(sizes, dtype=np.int32)
    places = np.repeat(starts - (ends - sizes), sizes)
    places += np.arange(ends[-1], dtype=np.int32)
    return columns.values[places]


def _every(facets: Facets, numbers: Numbers) -> defaultdict[str, Counter[str]]:
    """The numbers of all values, by group; without the group that has many."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places, named = facets.few
    counted = numbers[places]
    present = np.flatnonzero(counted)
    for place, number in zip(present.tolist(), counted[present].tolist(), strict=True):
        group, value = named[place]
        found[group][value] = number
    return found


def _named(facets: Facets, group: str, numbers: Numbers, chosen: Sequence[str]) -> Counter[str]:
    """The numbers of one facet's values, by value."""
    places = facets.groups.get(group, NOTHING)
    places = places[numbers[places] > 0]
    if group == MANY and len(places) > NAMED:
        most = places[np.argsort(-numbers[places], kind="stable")[:NAMED]]
        asked = [facets.numbers.get(f"{group}:{value}", -1) for value in chosen]
        places = np.union1d(most, np.intersect1d(places, np.array(asked, np.int64)))
    start = len(group) + 1
    return Counter(
        {
            facets.names[place][start:]: number
            for place, number in zip(places.tolist(), numbers[places].tolist(), strict=True)
        }
    )


def _groups(selection: Selection) -> Counter[str]:
    """Documents of each group of countries; one with two members of a group counts once."""
    codes, facets = group_codes(), selection.fetched.state.facets
    numbers = np.zeros(len(codes), np.int64)
    bits = np.arange(len(codes), dtype=np.uint64)
    for hits in selection.hits:
        rows = hits.inside
        if "group" in hits.limits:
            rows = np.concatenate([rows, hits.only_outside("group")])
        kinds, which = hits.part.groups_of(facets)
        found = np.bincount(which[rows], minlength=len(kinds))
        present = np.flatnonzero(found)
        numbers += found[present] @ ((kinds[present, None] >> bits) & np.uint64(1)).astype(np.int64)
    return Counter({code: int(number) for code, number in zip(codes, numbers, strict=True) if number})
