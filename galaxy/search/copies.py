"""How many copies of a text are taken for what they are, and how many other texts are taken for copies.

Measured on any set of texts, in the scratch index of evaluation.py: the portal's own index is not touched. Two texts
of a set that have no country in common are surely of different projects; two of one country often are not, for phases
and the yearly teams of a series share their texts. Those are counted apart, as `akin`.
"""

import operator
import random
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from galaxy.ml.embedding import Embedder
from galaxy.ml.texts import own_translations
from galaxy.search import evaluation
from galaxy.search.adapters import Entry
from galaxy.search.candidates import candidates
from galaxy.search.text import visible

SEED = 7
EDITED = 0.12  # the share of words that an edited copy has lost, and of those that were put in
SENTENCE = re.compile(r"(?<=[.!?。؟])\s+")
KIND = "document"
PLACE = "country:all"  # all translations are told to be of one country

Row = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A text, the number in the set of what it is a copy of, and what it may not be compared with."""

    entry: Entry
    original: int
    itself: int = 0


@dataclass(frozen=True)
class Answer:
    """`false`: of other texts that are taken for it, those that surely are not; `akin`: the others."""

    found: bool
    false: bool
    akin: bool
    took: float  # milliseconds


def edited(text: str, other: str, chance: random.Random) -> str:
    """As people rewrite: two sentences change places, one word of eight is gone, one of eight is of another text."""
    sentences = SENTENCE.split(text)
    if len(sentences) > 1:
        first, second = chance.sample(range(len(sentences)), 2)
        sentences[first], sentences[second] = sentences[second], sentences[first]
    spare = other.split() or ["new"]
    words: list[str] = []
    for word in " ".join(sentences).split():
        if chance.random() >= EDITED:
            words.append(word)
        if chance.random() < EDITED:
            words.append(chance.choice(spare))
    return " ".join(words)


def half(text: str) -> str:
    """The first half of its words; of its characters where there is no space between words."""
    words = text.split()
    return " ".join(words[: len(words) // 2]) if len(words) > 1 else text[: len(text) // 2]


def measure(rows: Sequence[Row], embedder: Embedder | None, sample: int = 600) -> dict[str, Any]:
    """Shares of texts that are found again when edited, and by their first half; and of others that are warned of."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    chosen = chance.sample(range(len(rows)), min(sample, len(rows)))
    places = [set((row.get("facets") or "").split()) for row in rows]
    with evaluation.scratch_index():
        evaluation.fill({str(number): dict(row) for number, row in enumerate(rows)}, embedder)
        asked = {
            "edited": [_edited(rows, number, chance) for number in chosen],
            "half": [_half(rows[number], number) for number in chosen],
            "other": [_other(rows[number], number) for number in chosen],
        }
        figures = [_told(name, [_answer(each, places, embedder) for each in them]) for name, them in asked.items()]
    return {"docs": len(rows), "sample": len(chosen)} | reduce(operator.or_, figures)


def measure_translations(embedder: Embedder | None) -> dict[str, Any]:
    """The 169 targets, told to be of one country, in each language of the United Nations against the English ones."""
    texts = own_translations()
    english = {str(number): {"text": each["en"], "facets": PLACE} for number, each in enumerate(texts)}
    figures: dict[str, Any] = {}
    with evaluation.scratch_index():
        evaluation.fill(english, embedder)
        for language in sorted(texts[0].keys() - {"en"}):
            asked = [
                Asked(_entry("", each[language], language, PLACE), number + 1) for number, each in enumerate(texts)
            ]
            figures |= _told(language, [_answer(each, [set()] * len(texts), embedder) for each in asked])
    return {"docs": len(texts), **figures}


def _edited(rows: Sequence[Row], number: int, chance: random.Random) -> Asked:
    row, other = rows[number], rows[number - 1]
    title, text = (edited(row.get(name) or "", other["text"], chance) for name in ("title", "text"))
    return Asked(_entry(title, text, row.get("lang"), row.get("facets")), number + 1)


def _half(row: Row, number: int) -> Asked:
    return Asked(_entry(row.get("title"), half(row["text"]), row.get("lang"), row.get("facets")), number + 1)


def _other(row: Row, number: int) -> Asked:
    return Asked(_entry(row.get("title"), row["text"], row.get("lang"), row.get("facets")), 0, itself=number + 1)


def _entry(title: str | None, text: str, language: str | None, facets: str | None) -> Entry:
    return Entry(visible(title or ""), "", language or "en", None, body=visible(text), facets=(facets or "").split())


def _answer(asked: Asked, places: list[set[str]], embedder: Embedder | None) -> Answer:
    started = time.perf_counter()
    found = {each.object_id for each in candidates(asked.entry, KIND, without=[asked.itself], embedder=embedder)}
    took = (time.perf_counter() - started) * 1000
    others = found - {asked.original}
    akin = {number for number in others if places[number - 1] & set(asked.entry.facets)}
    return Answer(asked.original in found, bool(others - akin), bool(akin), took)


def _told(name: str, answers: list[Answer]) -> dict[str, float]:
    return {
        f"{name}_found": round(statistics.fmean(each.found for each in answers), 4),
        f"{name}_false": round(statistics.fmean(each.false for each in answers), 4),
        f"{name}_akin": round(statistics.fmean(each.akin for each in answers), 4),
        f"{name}_p50_ms": round(statistics.median(each.took for each in answers), 2),
    }
