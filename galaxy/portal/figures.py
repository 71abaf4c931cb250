"""Numbers of the home page, from the index in memory: what is not public never counts."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from galaxy.search.state import Facets, Mask, Part, State

Numbers = NDArray[np.int64]
NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Figures:
    """Counts of public records; `goals`, `regions` and `countries` are of solutions."""

    kinds: Counter[str]
    goals: Counter[str]
    regions: Counter[str]
    countries: Counter[str]
    exchanges: int


def read(held: State) -> Figures:
    """Without a statement. An exchange is a country that gives and one that receives in the same solution."""
    facets, solutions, exchanges, kinds = held.facets, np.zeros(len(held.facets.names), np.int64), 0, Counter[str]()
    for part in held.parts:
        has = {group: _number_of(part, facets.groups.get(group, NOTHING)) for group in ("gives", "receives")}
        for place in facets.groups.get("kind", NOTHING):
            mask = (_number_of(part, place) > 0) & (True if part.alive is None else part.alive)
            kinds[_value(facets, place)] += int(np.count_nonzero(mask))
            if facets.names[place] == "kind:solution":
                solutions += _counted(part, mask, len(facets.names))
                exchanges += int((has["gives"] * has["receives"])[mask].sum())
    goals, regions, countries = (_named(facets, group, solutions) for group in ("goal", "region", "country"))
    return Figures(+kinds, goals, regions, countries, exchanges)


def _owners(part: Part) -> Numbers:
    """Of each value in the part, the document that has it."""
    return np.repeat(np.arange(len(part)), np.diff(part.columns.offsets))


def _number_of(part: Part, places: Numbers) -> Numbers:
    """How many of these facets each document has."""
    return np.bincount(_owners(part)[np.isin(part.columns.values, places)], minlength=len(part))


def _counted(part: Part, mask: Mask, number: int) -> Numbers:
    """How many of these documents have each facet."""
    return np.bincount(part.columns.values[mask[_owners(part)]], minlength=number)


def _named(facets: Facets, group: str, numbers: Numbers) -> Counter[str]:
    return +Counter({_value(facets, place): int(numbers[place]) for place in facets.groups.get(group, NOTHING)})


def _value(facets: Facets, place: int) -> str:
    return facets.names[place].partition(":")[2]
