"""How long an answer usually takes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from galaxy.moderation import services
from galaxy.moderation.waiting import usual_wait, working_days
from solutions.models import Solution
from tests.factories import make_solution

pytestmark = pytest.mark.django_db


def answered_after(days, time_machine, moderator):
    """A solution that was handed in on a Monday and sent back so many days later."""
    time_machine.move_to(timezone.datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone()))
    solution = make_solution()
    services.submit(solution, by=solution.author)
    time_machine.shift(timedelta(days=days))
    services.claim(solution, by=moderator)
    services.request_changes(solution, by=moderator, note="More figures.")


def test_the_usual_wait_is_the_median_in_working_days(time_machine, moderator):
    for days in (1, 7, 3):
        answered_after(days, time_machine, moderator)

    assert usual_wait(Solution) == 3


def test_a_few_answers_tell_nothing(time_machine, moderator):
    answered_after(1, time_machine, moderator)
    answered_after(2, time_machine, moderator)

    assert usual_wait(Solution) is None


def test_old_answers_do_not_count(time_machine, moderator):
    for days in (1, 2, 3):
        answered_after(days, time_machine, moderator)
    time_machine.shift(timedelta(days=200))

    assert usual_wait(Solution) is None


def test_weekends_are_no_working_days():
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)

    assert (working_days(friday, monday), working_days(friday, friday)) == (1, 0)
