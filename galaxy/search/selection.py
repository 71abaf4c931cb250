"""What an address selects: the documents that words, meaning and filters leave, and their order."""

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from django.utils.translation import get_language
from numpy.typing import NDArray

from galaxy.ml.embedding import Embedder, ready_embedder
from galaxy.ml.languages import detect
from galaxy.search import matching, ranking, words
from galaxy.search.filters import SearchFilter
from galaxy.search.models import STALE
from galaxy.search.ranking import Rows, Spoken, Weighed, joined, largest, woven
from galaxy.search.state import Mask, Part

OWN_LETTERS = {"ar", "ru", "zh"}
SURE_WORDS = 5  # from here on, the detection of the others errs in less than one query of a hundred


@dataclass(frozen=True)
class Hits:
    """What is found in one part. `mask`: before a person chooses anything; `limits`: what each limit lets through."""

    weighed: Weighed
    mask: Mask
    limits: dict[str, Mask]

    @property
    def part(self) -> Part:
        return self.weighed.part

    @cached_property
    def inside(self) -> Rows:
        return self._rows(*self.limits.values())

    def only_outside(self, limit: str) -> Rows:
        """What this limit alone keeps out."""
        return self._rows(~self.limits[limit], *(mask for name, mask in self.limits.items() if name != limit))

    def __len__(self) -> int:
        """How many there are without any limit."""
        return int(np.count_nonzero(self.mask))

    def _rows(self, *masks: Mask) -> Rows:
        return np.flatnonzero(reduce(operator.and_, masks, self.mask))


class Selection:
    """Reads the index once: one statement for the words and filters, one for what is near in meaning."""

    def __init__(self, search: SearchFilter, embedder: Embedder | None = None, spoken: Spoken | None = None) -> None:
        self.search = search
        self.query = words.parse(search.words) if search.words else None
        keys = [*search.keys, STALE] if self.query else search.keys
        self.fetched = matching.fetch(self.query, search.words, keys)
        found = matching.match(self.fetched, self.query)
        if self.query:
            asked = spoken or language_of(search.words)
            weighed = ranking.weigh(self.fetched, found, self.query, search.words, asked, embedder)
        else:
            weighed = [Weighed(each.part, each.mask) for each in found]
        self.hits = [self._hits(each) for each in weighed]

    def _hits(self, weighed: Weighed) -> Hits:
        part = weighed.part
        belongs = self.search.page_mask(self.fetched, part)
        mask = weighed.mask if belongs is None else weighed.mask & belongs
        return Hits(weighed, mask, self.search.masks(self.fetched, part))

    @property
    def total(self) -> int:
        return sum(len(hits.inside) for hits in self.hits)

    def without(self, limit: str) -> int:
        """How many there would be without this limit."""
        return self.total + sum(len(hits.only_outside(limit)) for hits in self.hits)

    @property
    def unlimited(self) -> int:
        """How many there would be without any limit."""
        return sum(map(len, self.hits))

    @property
    def without_words(self) -> int:
        """How many there would be without any words."""
        everything = matching.match(self.fetched, None)
        return sum(len(self._hits(Weighed(each.part, each.mask)).inside) for each in everything)

    @cached_property
    def by_meaning(self) -> set[int]:
        """The keys of what was found without any of the words."""
        found = [
            hits.part.columns.ids[hits.weighed.by_meaning] for hits in self.hits if hits.weighed.by_meaning is not None
        ]
        return set(joined(found).tolist())

    @property
    def with_words(self) -> int:
        """How many there are that have any of the words."""
        return self.total - sum(
            int(hits.weighed.by_meaning[hits.inside].sum()) for hits in self.hits if hits.weighed.by_meaning is not None
        )

    def page(self, sort: str, first: int, size: int) -> list[int]:
        """The keys of the documents that stand in this place of the order: best, newest, started or title."""
        ids, number = self._column("ids"), first + size
        if sort == "title":
            order = np.lexsort((ids, joined([hits.part.titles[hits.inside] for hits in self.hits])))
        elif sort == "best":
            order = self._best(ids, number)
        else:
            published = self._column("published")
            order = largest(self._column("years") if sort == "started" else published, published, ids, number)
        return ids[order[first:number]].tolist()

    def _best(self, ids: NDArray[Any], number: int) -> Rows:
        scores = joined([hits.weighed.scores[hits.inside] for hits in self.hits])
        published = self._column("published")
        foreign = joined(list(self._foreign()))
        if not foreign.any():
            return largest(scores, published, ids, number)
        own, others = np.flatnonzero(~foreign), np.flatnonzero(foreign)
        first, second = (
            here[largest(scores[here], published[here], ids[here], number)].tolist() for here in (own, others)
        )
        return np.array(woven(first, second, number), np.int64)

    def _column(self, name: str) -> NDArray[Any]:
        return joined([getattr(hits.part.columns, name)[hits.inside] for hits in self.hits])

    def _foreign(self) -> Iterator[Mask]:
        for hits in self.hits:
            foreign = hits.weighed.foreign
            yield foreign[hits.inside] if foreign is not None else np.zeros(len(hits.inside), np.bool_)


def select(search: SearchFilter) -> Selection:
    """As pages show it: with meaning where a model is ready and nobody has switched it off."""
    return Selection(search, ready_embedder() if search.words and search.means else None)


def language_of(text: str) -> Spoken:
    """Told by its letters, or by its words where there are enough; else that of the page, which is a guess."""
    found = detect(text)
    if found and (found in OWN_LETTERS or len(text.split()) >= SURE_WORDS):
        return Spoken(found, is_sure=True)
    return Spoken((get_language() or "en").partition("-")[0], is_sure=False)
