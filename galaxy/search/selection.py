"""What an address selects: the documents that words, meaning and filters leave, and their order."""

import operator
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from django.utils.translation import get_language

from galaxy.ml.embedding import Embedder, ready_embedder
from galaxy.ml.languages import detect
from galaxy.search import matching, ranking, words
from galaxy.search.filters import SearchFilter
from galaxy.search.models import STALE
from galaxy.search.ranking import Asked, Rows, Spoken, Weighed, in_order, joined, leaders, woven
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
            asked = Asked(search.words, embedder, spoken or language_of(search.words)) if embedder else None
            weighed = ranking.weigh(self.fetched, found, self.query, asked)
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
        number = first + size
        if sort == "title":
            ids = joined([hits.part.columns.ids[hits.inside] for hits in self.hits])
            titles = joined([hits.part.titles[hits.inside] for hits in self.hits])
            return ids[np.lexsort((ids, titles))[first:number]].tolist()
        if sort == "best":
            return self._best(number)[first:]
        name = "years" if sort == "started" else "published"
        found = [leaders(each.part, getattr(each.part.columns, name), each.inside, number) for each in self.hits]
        return in_order(found, number)[first:]

    def _best(self, number: int) -> list[int]:
        own, others = [], []
        for hits in self.hits:
            scores, foreign, rows = hits.weighed.scores, hits.weighed.foreign, hits.inside
            if foreign is not None:
                others.append(leaders(hits.part, scores, rows[foreign[rows]], number))
                rows = rows[~foreign[rows]]
            own.append(leaders(hits.part, scores, rows, number))
        return woven(in_order(own, number), in_order(others, number), number)


def select(search: SearchFilter) -> Selection:
    """As pages show it: with meaning where a model is ready and nobody has switched it off."""
    return Selection(search, ready_embedder() if search.words and search.means else None)


def language_of(text: str) -> Spoken:
    """Told by its letters, or by its words where there are enough; else that of the page, which is a guess."""
    found = detect(text)
    if found and (found in OWN_LETTERS or len(text.split()) >= SURE_WORDS):
        return Spoken(found, is_sure=True)
    return Spoken((get_language() or "en").partition("-")[0], is_sure=False)
