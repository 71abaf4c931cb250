"""Two people at once, each with a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from galaxy.moderation import services
from galaxy.moderation.log import decisions_of, first_broken, first_unlogged
from galaxy.moderation.models import Status, Step
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Mail
from galaxy.search.models import IndexRequest
from solutions.models import Solution
from tests.factories import in_review, make_administrator, make_moderator, make_solution

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gave back or was refused with; anything else that goes wrong is raised."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    unexpected = [found for found in results if isinstance(found, Exception) and not isinstance(found, StepRefused)]
    assert unexpected == []
    return results


def refused(results):
    return [str(found) for found in results if isinstance(found, StepRefused)]


def steps_of(item, step):
    return decisions_of(item).filter(step=step).count()


def log_is_whole():
    return first_broken() is None and first_unlogged() is None


def test_a_double_click_publishes_once():
    moderator = make_moderator()
    solution = in_review(make_solution(), by=moderator)
    Mail.objects.all().delete()
    IndexRequest.objects.all().delete()

    results = at_once(*[lambda: services.publish(solution, by=moderator)] * 4)

    assert len(refused(results)) == 3
    assert steps_of(solution, Step.PUBLISH) == 1
    assert (Mail.objects.count(), IndexRequest.objects.count()) == (1, 1)
    assert log_is_whole()


def test_the_second_of_two_moderators_is_told_who_was_first():
    first, second = make_moderator(name="Amina"), make_moderator(name="Luis")
    solution = in_review(make_solution(), by=first)
    services.approve(solution, by=first)

    results = at_once(lambda: services.publish(solution, by=first), lambda: services.publish(solution, by=second))

    winner = decisions_of(solution).get(step=Step.PUBLISH).by
    assert refused(results) == [f"{winner} was first: this is “Published” now."]


def test_one_of_two_claims_it():
    first, second = make_moderator(), make_moderator()
    solution = make_solution()
    services.submit(solution, by=solution.author)

    results = at_once(lambda: services.claim(solution, by=first), lambda: services.claim(solution, by=second))

    solution.refresh_from_db()
    assert len(refused(results)) == 1
    assert solution.claimed_by == decisions_of(solution).get(step=Step.CLAIM).by


def test_a_withdrawal_while_a_moderator_approves_leaves_one_truth():
    moderator = make_moderator()
    solution = in_review(make_solution(), by=moderator)

    at_once(
        lambda: services.approve(solution, by=moderator),
        lambda: services.withdraw(solution, by=solution.author, note="A partner objects."),
    )

    solution.refresh_from_db()
    assert solution.status == Status.WITHDRAWN
    assert steps_of(solution, Step.WITHDRAW) == 1
    assert log_is_whole()


@pytest.mark.parametrize("attempt", range(3))
def test_a_withdrawal_while_its_change_is_published_does_not_hang(attempt):
    moderator = make_moderator()
    solution = make_solution(published=True)
    revision = in_review(services.start_revision(solution, by=solution.author), by=moderator)

    at_once(
        lambda: services.publish(revision, by=moderator),
        lambda: services.withdraw(solution, by=solution.author, note="A partner objects."),
    )

    solution.refresh_from_db()
    revision.refresh_from_db()
    assert solution.status == Status.WITHDRAWN
    assert revision.status in {Status.APPLIED, Status.WITHDRAWN}
    assert log_is_whole()


def test_two_records_do_not_become_duplicates_of_each_other():
    moderator, other = make_moderator(), make_administrator()
    one, two = make_solution(published=True), make_solution(published=True)

    results = at_once(
        lambda: services.mark_duplicate(one, by=moderator, of=two, note="The same."),
        lambda: services.mark_duplicate(two, by=other, of=one, note="The same."),
    )

    assert len(refused(results)) == 1
    assert Solution.objects.published().filter(pk__in=[one.pk, two.pk]).count() == 1


def test_a_change_started_twice_at_once_is_one_change():
    solution = make_solution(published=True)

    results = at_once(*[lambda: services.start_revision(solution, by=solution.author)] * 3)

    assert len({revision.pk for revision in results}) == 1
    assert Solution.objects.filter(revision_of=solution).count() == 1
