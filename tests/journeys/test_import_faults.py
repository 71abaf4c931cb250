"""A worker dies in the middle of an import; the next one goes on, and each row is one draft."""

import pytest
from django.test import Client

from solutions.imports.models import Import, RowState, Stage
from solutions.models import Solution
from tests.factories import make_organization, make_user
from tests.solutions.exchange.files import practice, upload, workbook
from tests.solutions.imports.bringing import START, states, url

pytestmark = pytest.mark.usefixtures("committed_db")
COUNT = 40


def stage() -> str:
    return Import.objects.get().stage


def test_a_killed_worker_leaves_no_half_row_and_the_next_one_goes_on(portal):
    owner, client = make_user(), Client()
    make_organization(published=True, owner=owner)
    client.force_login(owner)
    rows = [practice(number) for number in range(COUNT)]
    client.post(START, {"file": upload(workbook(rows, owner))})
    portal.wait_until(lambda: stage() == Stage.CHECKED, timeout=60)
    batch = Import.objects.get()

    client.post(url("make", batch))
    portal.wait_until(lambda: states(batch).count(RowState.MADE) > 2, timeout=60)
    portal.kill_worker()
    at_death = states(batch).count(RowState.MADE)
    portal.start_worker()
    portal.wait_until(lambda: stage() == Stage.DONE, timeout=120)

    assert 2 < at_death < COUNT
    assert states(batch) == [RowState.MADE] * COUNT
    assert Solution.objects.count() == COUNT
    assert [solution.missing() for solution in Solution.objects.all()] == [{}] * COUNT
