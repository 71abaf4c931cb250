"""The index in the memory of a process: the columns of its segments and all that changed since, under one mark."""

import threading
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone
from numpy.typing import NDArray

from galaxy.core.mapped import give_back, shared
from galaxy.search import segments, version
from galaxy.search.lately import Lately
from galaxy.search.packing import Columns, Ids, Weights, pack
from galaxy.taxonomy.labels import vocabulary

LATELY_BYTES = 8_000_000
ANY = uuid.UUID(int=0)  # no mark of the index
MANY = "organization"  # the group with a value for each of thousands
MAPPED = ("ids", "published", "years", "languages", "offsets", "values")
Mask = NDArray[np.bool_]


class Facets:
    """Every "group:value" of the index with a number."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self.numbers = {name: number for number, name in enumerate(self.names)}

    def with_more(self, names: Iterable[str]) -> "Facets":
        """These as well, behind the others; itself where there is none."""
        more = [name for name in dict.fromkeys(names) if name not in self.numbers]
        return Facets([*self.names, *more]) if more else self

    @cached_property
    def groups(self) -> dict[str, NDArray[np.int64]]:
        """The numbers of the values of each group."""
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            found.setdefault(name.partition(":")[0], []).append(number)
        return {group: np.array(numbers, np.int64) for group, numbers in found.items()}

    @cached_property
    def few(self) -> tuple[NDArray[np.int64], list[tuple[str, str]]]:
        """The numbers of all that do not belong to the group with many values, and group and value of each."""
        found = {
            number: name.partition(":") for number, name in enumerate(self.names) if not name.startswith(f"{MANY}:")
        }
        return np.array(list(found), np.int64), [(group, value) for group, _colon, value in found.values()]

    def numbered(self, columns: Columns) -> Columns:
        """The same columns with these numbers for their facets."""
        numbers = np.array([self.numbers[name] for name in columns.facets], np.uint32)
        smallest = np.min_scalar_type(max(len(self.names) - 1, 0))
        return replace(columns, values=numbers[columns.values].astype(smallest), facets=[])

    def country_bits(self, held: Iterable[tuple[str, str]]) -> NDArray[np.uint64]:
        """For each facet, the country groups that it stands for, as bits in the order of group_codes()."""
        place = {code: np.uint64(1 << number) for number, code in enumerate(group_codes())}
        named = [(f"country:{country}", group) for country, group in held]
        named += [(f"eligible_group:{group}", group) for group in place]
        found = np.zeros(len(self.names), np.uint64)
        for facet, group in named:
            if facet in self.numbers and group in place:
                found[self.numbers[facet]] |= place[group]
        return found


def group_codes() -> list[str]:
    """At most as many as a number has bits."""
    return list(vocabulary().groups)[:64]


@dataclass
class Part:
    """A segment, or what changed since the last one. `postings`: in memory for the changes alone."""

    columns: Columns
    segment: int | None
    length: int = 0  # words of all documents
    postings: dict[str, tuple[Ids, Weights]] = field(default_factory=dict)
    kept: Mask | None = None  # what no later segment speaks for; None: all
    alive: Mask | None = None  # what, besides, has not changed since
    _groups: tuple[tuple[tuple[str, str], ...], NDArray[np.uint64], NDArray[Any]] | None = None
    _titles: NDArray[np.bytes_] | None = None

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def standing(self) -> Mask:
        """What is still so as this part says. Not to be written to."""
        return self.alive if self.alive is not None else np.ones(len(self), np.bool_)

    def places(self, keys: NDArray[np.int64]) -> tuple[Ids, Mask]:
        """Where these documents stand in the part, and which of them do."""
        ids = self.columns.ids
        found = np.searchsorted(ids, keys).astype(np.int32)
        known = found < len(ids)
        known[known] = ids[found[known]] == keys[known]
        return found[known], known

    def groups_of(self, facets: Facets) -> tuple[NDArray[np.uint64], NDArray[Any]]:
        """By the members of today, the combinations of country groups that occur, as bits; and which each has."""
        held = vocabulary().held_on(timezone.now().date())
        if self._groups is None or self._groups[0] != held:
            bits = facets.country_bits(held)[self.columns.values]
            kinds, which = np.unique(np.bitwise_or.reduceat(bits, self.columns.offsets[:-1]), return_inverse=True)
            self._groups = (held, kinds, which.astype(np.min_scalar_type(len(kinds))))
            give_back()
        return self._groups[1:]

    @property
    def titles(self) -> NDArray[np.bytes_]:
        if self._titles is None:
            mine = self.segment
            self._titles = self.columns.titles if mine is None else _file(segments.titles(mine), mine, "titles")
        return self._titles


@dataclass
class State:
    """Never changed once it is made: threads share it. `lately`: what was read of its segments."""

    mark: uuid.UUID | None
    parts: list[Part]
    facets: Facets
    lately: Lately[Any]
    kept: dict[Any, Any] = field(default_factory=dict)  # answers that hold as long as the mark

    @cached_property
    def size(self) -> int:
        return sum(int(part.alive.sum()) if part.alive is not None else len(part) for part in self.parts)

    @cached_property
    def languages(self) -> set[int]:
        """Places in packing.LANGUAGES of those that occur."""
        return {int(number) for part in self.parts for number in np.unique(part.columns.languages)}


_lock = threading.Lock()
_state: State | None = None


def current(mark: uuid.UUID | None = ANY) -> State:
    """What is in memory; read anew where it has another mark than this, or where there is nothing yet."""
    global _state  # noqa: PLW0603 - one for the process
    state = _state
    if state is None or mark not in (ANY, state.mark):
        with _lock:
            state = _state = _load(_state)
    return state


def forget() -> None:
    """For a process that turns to another index."""
    global _state  # noqa: PLW0603
    _state = None


def _load(before: State | None) -> State:
    """The mark is read first: what changes meanwhile comes under a newer one, and is read again."""
    mark, keys = version.current(), segments.written()
    known = [part for part in before.parts if part.segment is not None] if before else []
    if before and [part.segment for part in known] == keys:
        parts, facets, lately = known, before.facets, before.lately
    else:
        parts, facets = _read(keys)
        give_back()
        lately = Lately(LATELY_BYTES)
    changes, sources = segments.read_changes()
    changed = np.array(changes, np.int64)
    packed = pack(sources, _average(parts))
    facets = facets.with_more(packed.columns.facets)
    fresh = Part(facets.numbered(packed.columns), None, packed.length, packed.postings)
    standing = [_without(part, changed) for part in parts]
    return State(mark, [*standing, *([fresh] if len(fresh) else [])], facets, lately)


def _read(keys: Collection[int]) -> tuple[list[Part], Facets]:
    """The parts of these segments. A later one speaks for its documents, and for those that it found gone."""
    stored = segments.read(keys)
    facets = Facets([]).with_more(name for each in stored for name in each.columns.facets)
    parts: list[Part] = []
    later = np.zeros(0, np.int64)
    for each in reversed(stored):
        part = Part(_mapped(facets.numbered(each.columns), each.pk), each.pk, each.length)
        parts.append(replace(part, kept=~_standing(part, later) if len(later) else None))
        later = np.concatenate([later, each.columns.ids, each.gone])
    _forget_others(keys)
    return parts[::-1], facets


def _mapped(columns: Columns, segment: int) -> Columns:
    """The same, from files that all processes share."""
    found: dict[str, Any] = {name: _file(getattr(columns, name), segment, name) for name in MAPPED}
    return replace(columns, **found)


def _file(column: NDArray[Any], segment: int, name: str) -> NDArray[Any]:
    return np.asarray(shared(column, _folder() / f"{segment}-{name}.npy"))


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "segments"


def _forget_others(keys: Collection[int]) -> None:
    """Who still has them mapped keeps them until it turns to the new ones."""
    for path in _folder().glob("*.npy"):
        if path.name.partition("-")[0] not in set(map(str, keys)):
            path.unlink(missing_ok=True)


def _average(parts: Collection[Part]) -> float:
    """Words of a document; 0 where nothing is known."""
    return sum(part.length for part in parts) / max(sum(len(part) for part in parts), 1)


def _without(part: Part, changed: NDArray[np.int64]) -> Part:
    if not len(changed):
        return replace(part, alive=part.kept)
    dead = _standing(part, changed)
    return replace(part, alive=~dead if part.kept is None else part.kept & ~dead)


def _standing(part: Part, keys: NDArray[np.int64]) -> Mask:
    mask = np.zeros(len(part), np.bool_)
    mask[part.places(keys)[0]] = True
    return mask
