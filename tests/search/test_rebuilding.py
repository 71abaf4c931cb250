"""Writing the whole index anew, and going on after a stop in the middle."""

import os
import signal

from django.db import connection, connections

from galaxy.search import rebuilding, services
from galaxy.search.models import Document, Segment
from tests.factories import make_organization, make_solution
from tests.search.entries import search

PUBLIC = 9  # eight solutions and the organization that shares them


def test_after_a_kill_it_goes_on_where_it_was_and_writes_nothing_twice(committed_db, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    organization = make_organization(published=True)
    for _ in range(PUBLIC - 1):
        make_solution(published=True, organization=organization)
    Document.objects.all().delete()

    killed = _killed_after(parts=2)
    there = set(Document.objects.values_list("pk", flat=True))
    parts: list[tuple[int, int]] = []
    number = services.rebuild(lambda done, expected: parts.append((done, expected)))

    assert killed == signal.SIGKILL
    assert len(there) == 3
    assert parts == [(2, 6), (4, 6), (6, 6)]
    assert number == Document.objects.count() == search().total == PUBLIC
    assert there < set(Document.objects.values_list("pk", flat=True))
    assert Segment.objects.get().size == PUBLIC


def test_two_processes_share_the_work(committed_db, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    monkeypatch.setattr(rebuilding, "WORTH_HELP", 2)
    organization = make_organization(published=True)
    for _ in range(PUBLIC - 1):
        make_solution(published=True, organization=organization)
    Document.objects.all().delete()

    number = services.rebuild(processes=2)

    assert number == Document.objects.count() == search().total == PUBLIC


def _killed_after(parts: int) -> int:
    """The signal that ended another process in the middle of its rebuilding."""
    connection.close()  # the child must not share it
    child = os.fork()
    if not child:
        connections.close_all()
        left = iter(range(parts - 1))
        services.rebuild(lambda done, expected: next(left, None) is None and os.kill(os.getpid(), signal.SIGKILL))
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * -1
