"""What an address selects: the documents that words and filters leave, and their order."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from galaxy.search import matching, words
from galaxy.search.filters import SearchFilter
from galaxy.search.matching import Found
from galaxy.search.state import Part

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Hits:
    """What is found in one part. `missing`: how many limits keep each out; `limits`: which of them lets it through."""

    part: Part
    rows: Rows
    missing: NDArray[np.uint8]
    limits: dict[str, NDArray[np.bool_]]
    scores: NDArray[np.float32] | None

    @property
    def inside(self) -> Rows:
        return self.rows[self.missing == 0] if self.limits else self.rows

    def only_outside(self, limit: str) -> Rows:
        """What this limit alone keeps out."""
        return self.rows[(self.missing == 1) & ~self.limits[limit]]


class Selection:
    """Reads the index once, in as many statements as fetch() says."""

    def __init__(self, search: SearchFilter) -> None:
        self.search = search
        self.query = words.parse(search.words) if search.words else None
        self.fetched = matching.fetch(self.query, search.words, search.keys)
        self.hits = [self._hits(found) for found in matching.match(self.fetched, self.query)]

    def _hits(self, found: Found) -> Hits:
        part = found.part
        belongs = self.search.page_mask(self.fetched, part)
        rows = np.flatnonzero(found.mask if belongs is None else found.mask & belongs)
        limits = {name: mask[rows] for name, mask in self.search.masks(self.fetched, part).items()}
        missing = np.zeros(len(rows), np.uint8)
        for mask in limits.values():
            missing += ~mask
        return Hits(part, rows, missing, limits, found.scores)

    @property
    def total(self) -> int:
        return sum(len(hits.inside) for hits in self.hits)

    def without(self, limit: str) -> int:
        """How many there would be without this limit."""
        return self.total + sum(len(hits.only_outside(limit)) for hits in self.hits)

    @property
    def unlimited(self) -> int:
        """How many there would be without any limit."""
        return sum(len(hits.rows) for hits in self.hits)

    def page(self, sort: str, first: int, size: int) -> list[int]:
        """The keys of the documents that stand in this place of the order: best, newest, started or title."""
        ids, published = self._column("ids"), self._column("published")
        if sort == "title":
            order = np.lexsort((ids, self._joined([hits.part.titles[hits.inside] for hits in self.hits])))
        elif sort == "best":
            order = _largest(self._scores(), published, ids, first + size)
        elif sort == "started":
            order = _largest(self._column("years"), published, ids, first + size)
        else:
            order = _largest(published, published, ids, first + size)
        return ids[order[first : first + size]].tolist()

    def _column(self, name: str) -> NDArray[Any]:
        return self._joined([getattr(hits.part.columns, name)[hits.inside] for hits in self.hits])

    def _scores(self) -> NDArray[np.float32]:
        return self._joined([hits.scores[hits.inside] for hits in self.hits if hits.scores is not None])

    @staticmethod
    def _joined(arrays: list[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)


def _largest(values: NDArray[Any], published: NDArray[Any], ids: NDArray[Any], number: int) -> Rows:
    """Places of the largest, in order; of equals the newest. Sorts no more than it has to."""
    places = np.arange(len(values))
    if number < len(values):
        least = np.partition(values, len(values) - number)[len(values) - number]
        places = np.flatnonzero(values >= least)
    return places[np.lexsort((-ids[places], -published[places], -values[places]))][:number]
