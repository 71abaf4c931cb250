from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from galaxy.moderation import dashboard, services
from solutions.models import Solution
from tests.factories import in_review, make_channel, make_moderator, make_organization, make_solution, make_user

pytestmark = pytest.mark.django_db


def waiting(days: int) -> Solution:
    solution = services.submit(made := make_solution(), by=made.author)
    Solution.objects.filter(pk=solution.pk).update(submitted_at=timezone.now() - timedelta(days=days))
    return solution


def solutions() -> dashboard.Kind:
    return next(kind for kind in dashboard.kinds() if kind.name == "solution")


def test_what_waits_is_counted_by_age():
    for days in (0, 6, 8, 20, 27, 29, 400):
        waiting(days)

    assert (solutions().ages, solutions().waiting, solutions().oldest) == ([2, 1, 2, 2], 7, 400)


def test_nothing_waits():
    assert (solutions().ages, solutions().oldest, solutions().wait) == ([0, 0, 0, 0], None, None)


def test_what_is_due_to_be_verified_is_listed_the_longest_first():
    today = timezone.localdate()
    fresh, due, channel, longest = (
        make_solution(published=True),
        make_solution(published=True),
        make_channel(published=True),
        make_solution(published=True),
    )
    for item, days in ((fresh, 31), (due, 0), (channel, -10), (longest, -80)):
        type(item).objects.filter(pk=item.pk).update(verify_due_on=today + timedelta(days=days))

    assert dashboard.to_verify() == [longest, channel, due]


def test_the_decisions_of_the_last_30_days_are_counted():
    moderator = make_moderator()
    for _ in range(2):
        services.reject(in_review(make_solution(), by=moderator), by=moderator, note="No.")
    services.submit(taken_back := make_solution(), by=taken_back.author)

    counted = dict(dashboard.decided_lately())

    assert counted["Not accepted"] == 2
    assert "Submitted" not in counted


def test_the_page_shows_it_and_leads_to_what_is_due(desk):
    waiting(10)
    due = make_solution(published=True, title="Old wells")
    Solution.objects.filter(pk=due.pk).update(verify_due_on=timezone.localdate())

    shown = desk.get(reverse("admin:dashboard")).content.decode()

    assert "Usual answer, in working days" in shown
    assert "too few answers yet" in shown
    assert f'href="{due.get_absolute_url()}"' in shown


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_the_same_queries_for_any_number(desk, django_assert_num_queries, count):
    for _ in range(count):
        waiting(3)
        due = make_solution(published=True)
        Solution.objects.filter(pk=due.pk).update(verify_due_on=timezone.localdate())
        make_channel()
        make_organization(owner=make_user())
    desk.get(reverse("admin:dashboard"))

    with django_assert_num_queries(29):  # three of each kind, four of each that has a clock; steps, links, person
        desk.get(reverse("admin:dashboard"))
