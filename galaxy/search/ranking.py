"""Best first: words and meaning together.

The score of a document is a share of its BM25 over the best one's and a share of its cosine over the best one's; that
is at least as good as words alone on every set that was measured, where equal ranks of both are not. A document in
another language than the query has no words to be judged by: it is ranked by its cosine and stands between the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from galaxy.ml.catalogue import Thresholds
from galaxy.ml.embedding import Embedder
from galaxy.search import meaning
from galaxy.search.matching import Fetched, Found
from galaxy.search.meaning import Near
from galaxy.search.models import STALE
from galaxy.search.packing import LANGUAGES
from galaxy.search.state import Mask, Part
from galaxy.search.words import Query

STALE_COUNTS = 0.7  # what nobody has confirmed for long, of its score
NAMED = 10.0  # times the best score, on top of the score of what is called so
IN_TEN = (3, 7)  # the places of ten that documents in other languages take
FEW_WORDS, FEW_HITS = 4, 10
Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """The language of a query. `is_sure`: words of another language are no evidence."""

    code: str
    is_sure: bool


@dataclass
class Weighed:
    """The documents of one part that are found, with what they are ordered by."""

    part: Part
    mask: Mask
    scores: Scores = field(default_factory=lambda: np.zeros(0, np.float32))  # of what nobody gave words for: none
    foreign: Mask | None = None
    by_meaning: Mask | None = None


@dataclass(frozen=True)
class Asked:
    """What is looked for by its meaning."""

    words: str
    embedder: Embedder
    spoken: Spoken


def weigh(fetched: Fetched, found: list[Found], query: Query, asked: Asked | None) -> list[Weighed]:
    """`asked`: None for words alone. One statement with it, none without."""
    near = _near(fetched, found, asked) if asked and query.plain else None
    weighed = [Weighed(each.part, each.mask, _scores(each)) for each in found]
    best = 1.0
    if near or len(fetched.names):
        best = max((float(_scores(each)[each.mask].max(initial=0)) for each in found), default=0) or 1.0
    if near and asked:
        for each in weighed:
            each.scores = _scores(each) / np.float32(best)
        _add_meaning(weighed, found, near, query, asked)
        best = 1.0
    for each in weighed:
        stale = fetched.facet(each.part, [STALE])
        if stale.any():
            _scores(each)[stale] *= np.float32(STALE_COUNTS)
        if len(fetched.names):
            _scores(each)[each.part.places(fetched.names)[0]] += np.float32(NAMED * best)
    return weighed


def _scores(each: Found | Weighed) -> Scores:
    return each.scores if each.scores is not None else np.zeros(len(each.part), np.float32)


def _near(fetched: Fetched, found: list[Found], asked: Asked) -> Near:
    """The nearest to the words, and how near the best by words are."""
    best = [leaders(each.part, _scores(each), np.flatnonzero(each.mask), meaning.NEAREST) for each in found]
    also = in_order(best, meaning.NEAREST)
    return meaning.near(asked.embedder, asked.words, also, fetched.state.size)


def _least(found: list[Found], query: Query, near: Near, limits: Thresholds, spoken: Spoken) -> float:
    """How near a document without any of the words must be. Where no document has one, the nearest few will do."""
    if any(_has_words(each, spoken) for each in found):
        return limits.interleave
    if len(query.plain) > FEW_WORDS:
        return limits.floor
    nearest = np.sort(near.cosines)[-FEW_HITS:]
    return max(limits.floor_of_few, float(nearest.min(initial=1)))


def _has_words(found: Found, spoken: Spoken) -> bool:
    """Whether the words find anything that they are evidence for."""
    own = found.part.columns.languages == LANGUAGES.index(spoken.code) if spoken.is_sure else True
    return bool((found.mask & own).any())


def _add_meaning(weighed: list[Weighed], found: list[Found], near: Near, query: Query, asked: Asked) -> None:
    limits, spoken = asked.embedder.thresholds, asked.spoken
    least = _least(found, query, near, limits, spoken)
    low = float(near.cosines.min(initial=1)) if limits.is_scaled else 0.0
    span = max(float(near.cosines.max(initial=0)) - low, 1e-6)
    for each, words in zip(weighed, found, strict=True):
        places, known = each.part.places(near.ids)
        cosines = near.cosines[known]
        each.by_meaning = np.zeros(len(each.part), np.bool_)
        if not query.phrases:
            each.by_meaning[places[(cosines >= least) & words.allowed[places] & ~words.mask[places]]] = True
        each.mask = words.mask | each.by_meaning
        scores = _scores(each)
        scores *= np.float32(1 - limits.share)
        scores[places] += np.float32(limits.share) * np.maximum(cosines - low, 0) / np.float32(span)
        each.foreign = each.part.columns.languages != LANGUAGES.index(spoken.code)
        if not spoken.is_sure:
            each.foreign &= each.by_meaning
        scores[each.foreign] *= np.float32(1e-6)
        at_home = each.foreign[places]
        scores[places[at_home]] = cosines[at_home]


# Order


def joined(arrays: Sequence[NDArray]) -> NDArray:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)


class Leaders(NamedTuple):
    """Documents of one part with what they are ordered by."""

    values: NDArray
    published: NDArray[np.int64]
    ids: NDArray[np.int64]


def leaders(part: Part, values: NDArray, rows: Rows, number: int) -> Leaders:
    """Those of these rows that can be among the first so many, by the values of the part; in no order."""
    values = values[rows]
    if number < len(rows):
        best = values >= np.partition(values, -number)[-number]
        rows, values = rows[best], values[best]
    return Leaders(values, part.columns.published[rows], part.columns.ids[rows])


def in_order(found: Sequence[Leaders], number: int) -> list[int]:
    """The keys of the first of all parts: the largest values; of equals the newest."""
    if not found:
        return []
    values, published, ids = (joined(column) for column in zip(*found, strict=True))
    return ids[np.lexsort((-ids, -published, -values))[:number]].tolist()


def woven(own: Sequence[int], foreign: Sequence[int], number: int) -> list[int]:
    """The first of both, with those in other languages at their places while there are any."""
    if not foreign:
        return list(own[:number])
    order: list[int] = []
    first, second = iter(own), iter(foreign)
    for place in range(number):
        turns = (second, first) if place % 10 in IN_TEN else (first, second)
        taken = next(turns[0], None)
        taken = next(turns[1], None) if taken is None else taken
        if taken is None:
            break
        order.append(taken)
    return order
