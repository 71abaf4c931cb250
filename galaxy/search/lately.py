"""What was used last, up to so many bytes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lately(Generic[Value]):
    """Threads share it. What has not been asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._values: OrderedDict[Hashable, tuple[int, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[1]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """`size`: about so many bytes. What alone would take a quarter of the place is not kept."""
        if size > self.most // 4:
            return
        with self._lock:
            self.size += size - self._values.pop(key, (0, None))[0]
            self._values[key] = (size, value)
            while self.size > self.most:
                _key, (gone, _value) = self._values.popitem(last=False)
                self.size -= gone

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.size = 0
