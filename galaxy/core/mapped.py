"""Large arrays that all processes of a machine share: mapped from files in `cache/` of the data folder."""

import ctypes
import logging
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

SECONDS = 10.0


def shared(table: NDArray[Any], path: Path) -> NDArray[Any]:
    """The same numbers from a file that all processes map. The table itself where that fails."""
    try:
        if not _holds(path, table):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
                np.save(part, table)
            Path(part.name).replace(path)
        return np.load(path, mmap_mode="r") if table.size else table
    except OSError as problem:
        logger.warning("%s could not be written, so each process keeps a table of its own: %s", path, problem)
        return table


def _holds(path: Path, table: NDArray[Any]) -> bool:
    try:
        kept = np.load(path, mmap_mode="r") if path.exists() else None
        return kept is not None and kept.dtype == table.dtype and np.array_equal(kept, table)
    except (ValueError, EOFError):  # cut short
        return False


def keep_little() -> None:
    """For a process that lives long: what lies idle after large searches is given back every few seconds."""
    threading.Thread(target=_give_back_for_ever, name="give-back", daemon=True).start()


def _give_back_for_ever() -> None:
    while True:
        time.sleep(SECONDS)
        give_back()


def give_back() -> None:
    """Memory that was needed for a moment, to the system. Where the C library has no such call, it keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
