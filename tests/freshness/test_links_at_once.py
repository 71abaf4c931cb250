import itertools
import re
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection

from galaxy.freshness import links, tasks
from galaxy.freshness.models import Link
from galaxy.moderation import services as moderation
from tests.factories import make_organization, make_solution
from tests.freshness.conftest import link_to

pytestmark = pytest.mark.usefixtures("committed_db")


def test_workers_side_by_side_keep_to_one_request_a_second_and_check_each_address_once(server):
    hosts = ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
    for host in hosts:
        for number in range(3):
            link_to(server.url(f"/{number}", host))
    workers = [threading.Thread(target=links.check_due, kwargs={"seconds": 30, "threads": 3}) for _ in range(2)]

    began = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert time.monotonic() - began < 8
    assert len(server.asked) == 9
    assert Link.objects.filter(answered_at__isnull=False).count() == 9
    for host in hosts:
        times = sorted(asked.at for asked in server.asked if asked.address == host)
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.95


def test_one_worker_checks_at_a_time(server, settings):
    settings.LINK_CHECK = True
    solution = make_solution(practice_url=server.url())
    moderation.submit(solution, by=solution.author)
    held = connection.copy()
    with held.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [tasks.LOCK])

    assert (tasks.check_links(), server.asked) == (0, [])
    with held.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [tasks.LOCK])
    held.close()
    assert (tasks.check_links(), server.lines) == (1, ["HEAD /"])


def test_all_are_checked_by_hand_with_progress(server, capsys):
    make_organization(published=True, website=server.url("/ministry"))
    make_organization(published=True, website=server.url("/status?code=410"))

    call_command("check_links", "--all")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 addresses to check, of each server one a second."
    assert sorted(re.sub(r"^\d/2 ", "", line) for line in lines[1:3]) == [
        f"{server.url('/ministry')} 200",
        f"{server.url('/status?code=410')} 410",
    ]
    assert lines[3] == "Checked 2. 1 do not answer, 0 of them for three times or more."
