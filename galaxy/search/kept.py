"""What is read from the database now and then and kept in memory."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Read again when it is so many seconds old; or, for who names a mark, when that is another than at the reading."""

    def __init__(self, read: Callable[[], Value], seconds: float) -> None:
        self._read = read
        self._seconds = seconds
        self._found: tuple[float, Hashable, Value] | None = None

    def __call__(self, mark: Hashable = None) -> Value:
        found = self._found
        if found is None or self._is_stale(found[0], found[1], mark):
            known = mark if mark is not None or found is None else found[1]  # read after that mark: still no older
            found = self._found = (time.monotonic(), known, self._read())
        return found[2]

    def _is_stale(self, read_at: float, kept_mark: Hashable, mark: Hashable) -> bool:
        return time.monotonic() - read_at > self._seconds if mark is None else mark != kept_mark

    def clear(self) -> None:
        self._found = None
