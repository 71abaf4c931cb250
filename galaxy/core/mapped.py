"""Large arrays that all processes of a machine share: mapped from files in `cache/` of the data folder."""

import ctypes
import logging
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

LARGE_FROM, KEPT_AT_MOST = -3, -1  # M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h


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
    """Of memory that was freed, the C library shall keep 8 MB, not 64: so much lies idle after large searches."""
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose:
        choose(LARGE_FROM, 4 << 20)
        choose(KEPT_AT_MOST, 8 << 20)


def give_back() -> None:
    """Memory that was needed for a moment, to the system. Where the C library has no such call, it keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
