"""What people search for, counted by day, without a trace of who did.

A page only counts in memory. A thread of each web process writes the counts a few seconds later in one statement; what
a process that is killed has not written is lost, which is no harm to a statistic.
"""

import atexit
import logging
import re
import threading
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from galaxy.search import text
from galaxy.search.models import LoggedQuery

logger = logging.getLogger(__name__)

SECONDS = 5
MOST_WAITING = 1_000
LONGEST = 100
DAYS_KEPT = 365
# Not words but people: an address, or seven figures and more.
PERSONAL = re.compile(r"\S@\S|\d(?:[\s().+/-]*\d){6}")
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|monitor|curl|wget|python|java/|go-http|https?:", re.IGNORECASE
)
WRITE = """
INSERT INTO search_loggedquery (day, words, language, filters, results, count)
SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::int[], %s::int[])
ON CONFLICT (day, words, language, filters)
DO UPDATE SET count = search_loggedquery.count + excluded.count, results = excluded.results
"""


@dataclass(frozen=True, order=True)
class Asked:
    day: str
    words: str
    language: str
    filters: str


_lock = threading.Lock()
_waiting: dict[Asked, tuple[int, int]] = {}
_writer: threading.Thread | None = None
_is_started = False


def note(words: str, *, language: str, filters: Iterable[str], results: int, agent: str) -> None:
    """Count one search; without a statement. `agent`: what the browser calls itself, by which robots are left out."""
    if not agent or ROBOT.search(agent) or PERSONAL.search(unicodedata.normalize("NFKC", words[:1000])):
        return
    asked = Asked(timezone.now().date().isoformat(), normalised(words), language, " ".join(sorted(set(filters)))[:200])
    if not asked.words:
        return
    with _lock:
        count, _results = _waiting.get(asked, (0, 0))
        if count or len(_waiting) < MOST_WAITING:
            _waiting[asked] = (count + 1, results)
    if _is_started:
        _wake()


def normalised(words: str) -> str:
    return text.query(words).casefold()[:LONGEST].strip()


def start() -> None:
    """From now on this process writes by itself. Only web processes ask for it."""
    global _is_started  # noqa: PLW0603 - a state of the process
    _is_started = True
    atexit.register(_write_quietly)


def flush() -> int:
    """Write what waits, in one statement; how many rows."""
    with _lock:
        taken = sorted(_waiting.items())  # in order, so that two processes do not wait for each other
        _waiting.clear()
    if taken:
        columns = [(*vars(asked).values(), results, count) for asked, (count, results) in taken]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in zip(*columns, strict=True)])
    return len(taken)


def forget() -> int:
    """Remove what is older than twelve months; how many rows."""
    oldest = timezone.now().date() - timedelta(days=DAYS_KEPT)
    return LoggedQuery.objects.filter(day__lt=oldest).delete()[0]


def _wake() -> None:
    """A process that was forked has no thread yet."""
    global _writer  # noqa: PLW0603 - a state of the process
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_write_until_done, name="query log", daemon=True)
            _writer.start()


def _write_until_done() -> None:
    global _writer  # noqa: PLW0603 - a state of the process
    while _writer:
        time.sleep(SECONDS)
        _write_quietly()
        with _lock:
            if not _waiting:
                _writer = None


def _write_quietly() -> None:
    try:
        flush()
    except Exception:
        logger.exception("Counts of searches are lost")
    finally:
        connection.close()
