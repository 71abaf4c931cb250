"""The queue and the page of one item, as moderators use them."""

import pytest
from django.urls import reverse

from galaxy.moderation.models import Status
from tests.factories import in_review, make_solution

pytestmark = pytest.mark.django_db


def address(item, *more):
    name = "decide" if more else "review"
    return reverse(f"admin:{name}", args=[item._meta.model_name, item.pk, *more])


def test_moderators_begin_at_the_queue(desk):
    answer = desk.get(reverse("admin:index"))

    assert answer.url == reverse("admin:queue")


def test_a_moderator_claims_and_publishes(desk, moderator):
    solution = make_solution()
    solution = in_review(solution, by=moderator)

    answer = desk.post(address(solution, "publish"), {"note": "Very clear."}, follow=True)

    solution.refresh_from_db()
    assert solution.status == Status.PUBLISHED
    assert "Published: “" in answer.content.decode()


def test_the_page_shows_what_is_written(desk, moderator):
    solution = in_review(make_solution(title="Boats that teach <b>"), by=moderator)

    page = desk.get(address(solution)).content.decode()

    assert "Boats that teach &lt;b&gt;" in page
