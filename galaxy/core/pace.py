"""How often one client may ask, counted in the memory of each process: no statement, and nothing stored."""

import time
from collections import Counter

MOST_CLIENTS = 50_000


class Pace:
    """So many requests of one client in so many seconds. Each process counts for itself."""

    def __init__(self, limit: int, seconds: int) -> None:
        self._limit = limit
        self._seconds = seconds
        self._window = 0
        self._asked: Counter[str] = Counter()

    def allows(self, client: str) -> bool:
        window = int(time.monotonic()) // self._seconds
        if window != self._window or len(self._asked) > MOST_CLIENTS:
            self._window, self._asked = window, Counter()
        self._asked[client] += 1
        return self._asked[client] <= self._limit
