"""Who may start the servers of a data folder, and who still uses them."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path


class Lock:
    """A lock on a file. The system lets go of it when the last process that holds it open is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, *, shared: bool = False, wait: float = 0.0) -> bool:
        kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        until = time.monotonic() + wait
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self.handle, kind)
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.1)

    def write(self, note: dict[str, str]) -> None:
        """For those who do not get the lock: who has it, and for what."""
        os.ftruncate(self.handle, 0)
        os.pwrite(self.handle, json.dumps(note).encode(), 0)

    def read(self) -> dict[str, str]:
        try:
            return json.loads(self.path.read_text())
        except ValueError:
            return {}

    def close(self) -> None:
        os.close(self.handle)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Lock]:
    lock = Lock(path)
    try:
        yield lock
    finally:
        lock.close()
