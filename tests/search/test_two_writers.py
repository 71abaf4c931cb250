"""Two processes that write segments at once."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from galaxy.search import segments
from galaxy.search.models import Segment
from tests.search.entries import make_entry


def test_who_comes_second_leaves_writing_to_the_first(committed_db):
    make_entry("School")
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        segments.fold()
        second = other.submit(_folded_and_merged).result()

    assert second == (0, None)
    assert Segment.objects.count() == 1


def _folded_and_merged() -> tuple[int, None]:
    try:
        return segments.fold(), segments.merge()
    finally:
        connection.close()
