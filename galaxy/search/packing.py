"""Documents as packed arrays: what a segment of the index holds. Pure functions; no database.

A posting is the list of the documents that have one word or one facet. The weight of a word in a document is the part
of BM25 that does not depend on the query: tf·(k1+1) / (tf + k1·(1 − b + b·length/average)), with the words of the title
counted three times (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework, section 3).
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from galaxy.search.models import CONFIGURATIONS, SIMPLE

K1, B = 1.2, 0.75
TITLE_COUNTS = 3
WEIGHT_UNIT = 100  # a weight is at most k1 + 1 = 2.2, and is kept as a whole number of hundredths
TITLE_BYTES = 32
TITLE_LABEL = 0xC0  # weight A in the high bits of a position, as tsvectorsend() writes it

Ids = NDArray[np.int32]
Weights = NDArray[np.uint8]


@dataclass(frozen=True)
class Source:
    """One document as the database gives it. `vector`: what tsvectorsend() says; `published`: microseconds."""

    pk: int
    language: str
    facets: list[str]
    vector: bytes
    published: int
    year: int
    sort_title: str


@dataclass(frozen=True)
class Columns:
    """What is known of each document of a segment, in the order of `ids`, which rise."""

    ids: NDArray[np.int64]
    published: NDArray[np.int64]
    years: NDArray[np.int16]
    languages: NDArray[np.uint8]  # places in LANGUAGES
    offsets: Ids  # where the facets of each begin in `values`
    values: NDArray[np.uint32]  # places in `facets`
    facets: list[str]
    titles: NDArray[np.bytes_]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Packed:
    columns: Columns
    postings: dict[str, tuple[Ids, Weights]]
    length: int  # words of all documents


LANGUAGES = [*CONFIGURATIONS, ""]  # the last stands for every other


def prefix(language: str) -> str:
    """The part of a key before the word: words are told apart by the configuration that made them."""
    return f"{CONFIGURATIONS.get(language, SIMPLE).removeprefix('galaxy_')}:"


def facet_key(facet: str) -> str:
    return f"facet:{facet}"


def pack(sources: Iterable[Source], average: float = 0) -> Packed:
    """`average`: words of a document in the whole index; of these alone where it is not known."""
    rows = sorted(sources, key=lambda source: source.pk)
    words, lengths = _words(rows)
    columns = _columns(rows)
    average = average or float(lengths.mean() if rows else 0) or 1.0
    return Packed(columns, {**_word_postings(words, lengths, average), **_facet_postings(columns)}, int(lengths.sum()))


class _Words:
    """Every word of every document: which, in which, how often."""

    def __init__(self) -> None:
        self.numbers: dict[str, dict[bytes, int]] = {}
        self.keys: list[str] = []
        self.words, self.documents, self.counts = array("i"), array("i"), array("H")

    def add(self, document: int, language: str, vector: bytes) -> int:
        """The length of the document."""
        before = prefix(language)
        known = self.numbers.setdefault(before, {})
        length = 0
        for lexeme, count in lexemes(vector):
            number = known.get(lexeme)
            if number is None:
                number = known[lexeme] = len(self.keys)
                self.keys.append(before + lexeme.decode())
            self.words.append(number)
            self.documents.append(document)
            self.counts.append(count)
            length += count
        return length


def lexemes(vector: bytes) -> Iterator[tuple[bytes, int]]:
    """Each word of a tsvector with its number, those of the title counted three times."""
    at = 4
    for _ in range(int.from_bytes(vector[:4])):
        end = vector.index(0, at)
        positions = end + 3
        count = (vector[end + 1] << 8) | vector[end + 2]
        after = positions + 2 * count
        yield vector[at:end], max(count, 1) + (TITLE_COUNTS - 1) * _in_title(vector[positions:after:2])
        at = after


def _in_title(labels: bytes) -> int:
    """Positions rise and the title stands first."""
    found = 0
    for label in labels:
        if label < TITLE_LABEL:
            break
        found += 1
    return found


def _words(rows: list[Source]) -> tuple[_Words, NDArray[np.float32]]:
    words = _Words()
    lengths = [words.add(number, row.language, row.vector) for number, row in enumerate(rows)]
    return words, np.array(lengths, np.float32)


def _word_postings(words: _Words, lengths: NDArray[np.float32], average: float) -> dict[str, tuple[Ids, Weights]]:
    numbers = np.frombuffer(words.words, np.int32) if words.words else np.zeros(0, np.int32)
    documents = np.frombuffer(words.documents, np.int32) if words.words else np.zeros(0, np.int32)
    counts = (np.frombuffer(words.counts, np.uint16) if words.words else np.zeros(0, np.uint16)).astype(np.float32)
    weights = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths[documents] / average))
    packed = np.round(weights * WEIGHT_UNIT).astype(np.uint8)
    order = np.argsort(numbers, kind="stable")
    documents, packed = documents[order], packed[order]
    sizes = np.bincount(numbers, minlength=len(words.keys))
    return {
        key: (documents[start:end], packed[start:end])
        for key, (start, end) in zip(words.keys, _spans(sizes), strict=True)
    }


def _spans(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    ends = np.cumsum(sizes)
    return zip((ends - sizes).tolist(), ends.tolist(), strict=True)


def _facet_postings(columns: Columns) -> dict[str, tuple[Ids, Weights]]:
    sizes = np.diff(columns.offsets)
    documents = np.repeat(np.arange(len(columns), dtype=np.int32), sizes)
    order = np.argsort(columns.values, kind="stable")
    documents, nothing = documents[order], np.zeros(0, np.uint8)
    counts = np.bincount(columns.values, minlength=len(columns.facets))
    return {
        facet_key(facet): (documents[start:end], nothing)
        for facet, (start, end) in zip(columns.facets, _spans(counts), strict=True)
    }


def _columns(rows: list[Source]) -> Columns:
    numbers: dict[str, int] = {}
    values = array("I")
    for row in rows:
        values.extend(numbers.setdefault(facet, len(numbers)) for facet in row.facets)
    places = {language: number for number, language in enumerate(LANGUAGES)}
    other = places[""]
    return Columns(
        ids=np.array([row.pk for row in rows], np.int64),
        published=np.array([row.published for row in rows], np.int64),
        years=np.array([row.year for row in rows], np.int16),
        languages=np.array([places.get(row.language, other) for row in rows], np.uint8),
        offsets=np.cumsum([0, *(len(row.facets) for row in rows)], dtype=np.int32),
        values=np.array(values, np.uint32),
        facets=list(numbers),
        titles=np.array([row.sort_title.encode()[:TITLE_BYTES] for row in rows], f"S{TITLE_BYTES}"),
    )
