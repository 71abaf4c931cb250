"""Which documents a search finds, how many and with what weight: the words of the index as packed postings.

The score of a document is BM25: for each word, its rarity times its weight in the document (see packing). Any of the
words will do, but the rare ones decide: a word of more than one document in fifty only adds to the weight of what a
rarer one has found.
"""

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from galaxy.search import state
from galaxy.search.needs import Needs
from galaxy.search.packing import WEIGHT_UNIT, Ids, Weights, facet_key
from galaxy.search.state import Mask, Part, State
from galaxy.search.synonyms import expand
from galaxy.search.words import Query, parse
from galaxy.taxonomy.labels import folded

DECIDING = 0.02  # the share of documents that a deciding word occurs in at most …
DECIDING_LEAST = 2_000  # … or this number of them
# The share of the rarity of all words that a document must have: measured on Cranfield, where .15 finds as much as 0.
ENOUGH, ENOUGH_OF_FEW = 0.15, 0.3
ATTEMPTS = 3
MOST_SYNONYMS = 12
SPARSE = 32  # one document in so many: below, they are looked up one by one
SAME, SAME_SHARE = "same", 0.5


@dataclass
class Term:
    """One word of a query in all the languages of the index."""

    documents: int = 0
    keys: set[str] = field(default_factory=set)
    postings: dict[int | None, list[tuple[Ids, Weights]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, segment: int | None, documents: Ids, weights: Weights) -> None:
        self.postings[segment].append((documents, weights))
        self.documents += len(documents)


@dataclass
class Fetched:
    """What one search needs of the database, under the state that it belongs to."""

    state: State
    terms: list[Term]
    minus: list[Term]
    same: list[Term]  # phrases that mean the same as some of the words
    facets: Mapping[str, Mapping[int, Ids]]
    names: NDArray[np.int64]
    must: NDArray[np.int64] | None = None
    must_not: NDArray[np.int64] | None = None

    def facet(self, part: Part, facets: Iterable[str]) -> Mask:
        """The documents of the part that have any of these."""
        mask = np.zeros(len(part), np.bool_)
        for facet in facets:
            key = facet_key(facet)
            found = (
                part.postings.get(key, (None,))[0]
                if part.segment is None
                else self.facets.get(key, {}).get(part.segment)
            )
            if found is not None:
                mask[found] = True
        return mask


@dataclass
class Found:
    """The documents of one part that the words find, with their scores; all of the part where nobody gave words.

    Not to be written to: masks may be those of the part.
    """

    part: Part
    mask: Mask
    allowed: Mask
    scores: NDArray[np.float32] | None = None


def fetch(query: Query | None, words: str, facets: Sequence[str]) -> Fetched:
    """One statement where nothing has changed since the last search of this process, or few."""
    held = state.current()
    for _attempt in range(ATTEMPTS):
        typed = _typed(query, words, held.mark) if query else []
        needs = Needs(held, [word for _role, word in typed], folded(words) if query else "", facets)
        mark = needs.read(query)
        if mark == held.mark:
            break
        held = state.current(mark)
    return _fetched(needs, typed)


def _typed(query: Query, words: str, mark: uuid.UUID | None) -> list[tuple[str, str]]:
    """Every word with its role: "word", "minus", or "same" and the number of a phrase that means the same as some."""
    same = enumerate(expand(words, mark)[:MOST_SYNONYMS])
    return [
        *(("word", word) for word in query.plain),
        *(("minus", word) for word in query.minus),
        *((f"{SAME}{number}", word) for number, phrase in same for word in parse(f'"{phrase}"').plain),
    ]


def _fetched(needs: Needs, typed: list[tuple[str, str]]) -> Fetched:
    held = needs.held
    terms: dict[str, dict[tuple[int, int], Term]] = defaultdict(lambda: defaultdict(Term))
    for number, (role, word) in enumerate(typed):
        for place, key, segment, documents, weights in needs.words[word]:
            term = terms[role][number, place]
            term.keys.add(key)
            if segment is not None:
                term.add(segment, documents, weights)
    names = np.array(needs.names, np.int64)
    found = Fetched(held, [], [], [], needs.facets, names, needs.must, needs.must_not)
    complete = {role: [_with_changes(held, term) for term in each.values()] for role, each in terms.items()}
    found.terms, found.minus = complete.get("word", []), complete.get("minus", [])
    found.same = [_together(each) for role, each in complete.items() if role.startswith(SAME)]
    return found


def _together(terms: list[Term]) -> Term:
    """The documents that have all of these words, as one word of middling weight."""
    together = Term()
    for segment in set.intersection(*(set(term.postings) for term in terms)):
        spoken = [np.concatenate([documents for documents, _weights in term.postings[segment]]) for term in terms]
        documents = reduce(np.intersect1d, spoken).astype(np.int32)
        together.add(segment, documents, np.full(len(documents), WEIGHT_UNIT, np.uint8))
    return together


def _with_changes(held: State, term: Term) -> Term:
    """What changed since the last segment is in memory, and in no posting of the database."""
    for part in held.parts:
        if part.segment is None:
            for key in term.keys & part.postings.keys():
                term.add(None, *part.postings[key])
    return term


def match(fetched: Fetched, query: Query | None) -> list[Found]:
    if query is None:
        return [Found(part, part.standing, part.standing) for part in fetched.state.parts]
    wanted = [_wanted(fetched, term) for term in fetched.terms]
    same = [_same(fetched, term) for term in fetched.same]
    return [_found(fetched, query, part, wanted, same) for part in fetched.state.parts]


@dataclass(frozen=True)
class Wanted:
    """A word with its rarity among all documents, and how much of what was asked for it covers.

    Only what a deciding word has found is found.
    """

    term: Term
    rarity: float
    covers: float
    decides: bool


def _wanted(fetched: Fetched, term: Term) -> Wanted:
    most = max(DECIDING * fetched.state.size, DECIDING_LEAST)
    rarest = min(other.documents for other in fetched.terms if other.documents or not term.documents)
    rarity = _rarity(term.documents, fetched.state.size)
    return Wanted(term, rarity, rarity, term.documents <= max(most, rarest))


def _same(fetched: Fetched, term: Term) -> Wanted:
    """What has another phrase for the same is found, and stands behind what has the very words."""
    return Wanted(term, SAME_SHARE * _rarity(term.documents, fetched.state.size), np.inf, decides=True)


def _rarity(documents: int, size: int) -> float:
    return math.log(1 + (max(size, documents) - documents + 0.5) / (documents + 0.5))


def _found(fetched: Fetched, query: Query, part: Part, wanted: list[Wanted], same: list[Wanted]) -> Found:
    mask, scores = _weighed(part, [*wanted, *same], _least(wanted), all_count=fetched.must is not None)
    mask[part.places(fetched.names)[0]] = True
    if fetched.must is not None:
        mask = _of(part, fetched.must)
    elif not query.plain:
        mask[:] = True
    allowed = _allowed(fetched, part)
    return Found(part, mask & allowed, allowed, scores)


def _weighed(part: Part, wanted: list[Wanted], least: float, *, all_count: bool) -> tuple[Mask, NDArray[np.float32]]:
    """What the deciding words find, with enough of the rarity that was asked for; and the scores by all words.

    `all_count`: scores of other documents are wanted too.
    """
    postings = [
        (word, documents, weights) for word in wanted for documents, weights in word.term.postings.get(part.segment, ())
    ]
    deciding = [documents for word, documents, _weights in postings if word.decides]
    if not all_count and sum(map(len, deciding)) < len(part) // SPARSE:
        return _of_few(part, postings, deciding, least)
    mask, scores = np.zeros(len(part), np.bool_), np.zeros(len(part), np.float32)
    for word, documents, weights in postings:
        scores[documents] += weights * np.float32(word.rarity / WEIGHT_UNIT)
    for documents in deciding:
        mask[documents] = True
    if len(wanted) > 1:  # one word alone is always enough
        covered = np.zeros(len(part), np.float32)
        for word, documents, _weights in postings:
            covered[documents] += np.float32(word.covers)
        mask &= covered >= least
    return mask, scores


def _of_few(
    part: Part, postings: list[tuple[Wanted, Ids, Weights]], deciding: list[Ids], least: float
) -> tuple[Mask, NDArray[np.float32]]:
    """The same for few documents, without going through all the others."""
    rows = np.unique(np.concatenate(deciding)) if deciding else np.zeros(0, np.int32)
    found, covered = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
    for word, documents, weights in postings:
        places = np.minimum(np.searchsorted(documents, rows), max(len(documents) - 1, 0))
        has = np.flatnonzero(documents[places] == rows) if len(documents) else np.zeros(0, np.int64)
        found[has] += weights[places[has]] * np.float32(word.rarity / WEIGHT_UNIT)
        covered[has] += np.float32(word.covers)
    mask, scores = np.zeros(len(part), np.bool_), np.zeros(len(part), np.float32)
    mask[rows[covered >= least]] = True
    scores[rows] = found
    return mask, scores


def _least(wanted: list[Wanted]) -> float:
    """The rarity that a document must have in its words: what one of few words has, or a part of many."""
    known = [word.rarity for word in wanted if word.term.documents]
    return sum(known) * max(ENOUGH, min(ENOUGH_OF_FEW, 1 / len(known))) if known else 0.0


def _allowed(fetched: Fetched, part: Part) -> Mask:
    """What is still so, and has nothing that must not be there."""
    if not fetched.minus and fetched.must_not is None:
        return part.standing
    mask = part.standing.copy()
    for term in fetched.minus:
        for documents, _weights in term.postings.get(part.segment, ()):
            mask[documents] = False
    if fetched.must_not is not None:
        mask &= ~_of(part, fetched.must_not)
    return mask


def _of(part: Part, keys: NDArray[np.int64]) -> Mask:
    mask = np.zeros(len(part), np.bool_)
    mask[part.places(keys)[0]] = True
    return mask
