"""How a record that may be the same as another is told to people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from galaxy.ml.shingles import shared_runs

LONGEST = 600  # characters of a text that are shown
BEFORE = 60  # characters ahead of the first words that both have


@dataclass(frozen=True)
class Reason:
    """`figure`: how alike, from 0 to 1; None for what is just the same."""

    text: str
    figure: float | None = None


@dataclass(frozen=True)
class Piece:
    text: str
    is_shared: bool = False


@dataclass(frozen=True)
class Pair:
    """One part of both records, side by side, with the words that both have in a row."""

    label: str
    own: list[Piece]
    other: list[Piece]

    @property
    def shared(self) -> float:
        """How much of what is shown of the own text stands in the other as well."""
        return sum(len(piece.text) for piece in self.own if piece.is_shared) / sum(
            len(piece.text) for piece in self.own
        )


@dataclass
class Alike:
    """`answer`: what the author has said of it; empty where nothing."""

    item: Any
    reasons: list[Reason]
    pairs: list[Pair] = field(default_factory=list)
    answer: str = ""


def named_alike(items: Iterable[Any]) -> list[Alike]:
    """Of records with their `likeness`: how alike the names are."""
    return [Alike(item, [Reason(_("The names are much alike"), item.likeness)]) for item in items]


def pair(label: str, own: str, other: str) -> Pair:
    return Pair(label, pieces(own, other), pieces(other, own))


def pieces(text: str, other: str) -> list[Piece]:
    """The part of the text around the first words that the other has in a row as well."""
    runs = shared_runs(text, other)
    start = max(0, runs[0][0] - BEFORE) if runs and len(text) > LONGEST else 0
    end = start + LONGEST
    start = text.find(" ", start, start + BEFORE) + 1 if start else 0
    shown = list(_split(text[:end], [(max(first, start), last) for first, last in runs], start))
    before, after = [Piece("… ")] if start else [], [Piece(" …")] if end < len(text) else []
    return [*before, *shown, *after]


def _split(text: str, runs: Sequence[tuple[int, int]], start: int) -> Iterator[Piece]:
    for first, last in runs:
        if start < first < len(text):
            yield Piece(text[start:first])
        if max(first, start) < len(text):
            yield Piece(text[max(first, start) : last], is_shared=True)
        start = max(start, last)
    if start < len(text):
        yield Piece(text[start:])
