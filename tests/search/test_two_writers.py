"""Two processes that write at once."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from galaxy.search import segments
from galaxy.search.indexing import remove_entry
from galaxy.search.models import Document, Related, Segment
from solutions.models import Solution
from tests.search.entries import make_entry


def test_who_comes_second_leaves_writing_to_the_first(committed_db):
    make_entry("School")
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        segments.fold()
        second = other.submit(_folded_and_merged).result()

    assert second == (0, None)
    assert Segment.objects.count() == 1


def test_an_entry_is_withdrawn_while_a_worker_puts_others_beside_it(committed_db):
    first, second = make_entry("School"), make_entry("Schools")
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            list(Document.objects.select_for_update(no_key=True))
            Related.objects.create(document=first, other=second, model="x", score=1.0, reasons=[])
            withdrawal = other.submit(_removed, second)
            _wait_until_it_waits()
        withdrawal.result()

    assert list(Document.objects.all()) == [first]
    assert not Related.objects.exists()


def _wait_until_it_waits() -> None:
    """Until another connection stands at a lock of ours."""
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("the other did not come to the lock")


def _removed(document: Document) -> None:
    try:
        remove_entry(Solution, document.object_id)
    finally:
        connection.close()


def _folded_and_merged() -> tuple[int, None]:
    try:
        return segments.fold(), segments.merge()
    finally:
        connection.close()
