from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from galaxy.moderation.tasks import publish_due
from solutions.models import QualityReview, Solution
from solutions.reviews import ratings, services
from solutions.reviews.criteria import CODES, CRITERIA, KEYS
from tests.factories import (
    in_review,
    make_membership,
    make_moderator,
    make_organization,
    make_solution,
    marks,
    publish,
    rate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def claimed(moderator) -> Solution:
    return in_review(make_solution(), by=moderator, rated=False)


def test_the_criteria_are_the_eight_of_the_portal_with_four_levels_each():
    assert CODES == (
        "horizontal",
        "relevant",
        "effective",
        "innovative",
        "sustainable",
        "replicable",
        "inclusive",
        "documented",
    )
    assert KEYS == ("horizontal", "relevant", "effective", "documented")
    assert {len(criterion.levels) for criterion in CRITERIA} == {4}


@pytest.mark.parametrize(
    ("points", "lets_in"),
    [
        (marks(2), True),
        (marks(3), True),
        (marks(2, innovative=0, sustainable=0), True),  # exactly 12
        (marks(2, innovative=0, sustainable=0, inclusive=1), False),  # 11
        (marks(3, horizontal=0), False),
        (marks(3, effective=0), False),
        (marks(3, relevant=0), False),
        (marks(3, documented=0), False),
        (marks(3, innovative=0), True),
        (marks(1), False),
        (marks(1, is_promising=True), True),
        (marks(3, horizontal=0, is_promising=True), True),
    ],
)
def test_twelve_points_and_none_missing_at_the_key_criteria_let_in_or_the_word_of_the_moderator(
    claimed, moderator, points, lets_in
):
    services.rate(claimed, points, by=moderator)

    assert (ratings.unready(claimed) == "") is lets_in


def test_nothing_is_published_or_approved_without_points(claimed, moderator):
    for step in (moderation.publish, moderation.approve):
        with pytest.raises(StepRefused, match="it has none yet"):
            step(claimed, by=moderator)

    rate(claimed, by=moderator)
    assert moderation.publish(claimed, by=moderator).is_published


def test_below_the_mark_it_says_how_far_and_what_to_do(claimed, moderator):
    rate(claimed, by=moderator, level=1)

    with pytest.raises(StepRefused, match=r"With 8 of 24 .* the mark of 12"):
        moderation.publish(claimed, by=moderator)


def test_the_latest_points_count_and_the_earlier_ones_stay(claimed, moderator):
    rate(claimed, by=moderator, level=1)
    rate(claimed, by=moderator, level=2)

    assert ratings.unready(claimed) == ""
    assert [review.total for review in claimed.reviews.all()] == [8, 16]


def test_what_was_imported_may_be_public_without_points(moderator):
    imported = in_review(make_solution(source_system="demo"), by=moderator, rated=False)

    assert moderation.publish(imported, by=moderator).is_published


def test_only_who_has_claimed_it_gives_points(claimed):
    with pytest.raises(StepRefused, match="has claimed this record"):
        rate(claimed, by=make_moderator())
    waiting = make_solution()
    moderation.submit(waiting, by=waiting.author)
    with pytest.raises(StepRefused, match="Claim it first"):
        rate(waiting, by=make_moderator())

    assert not QualityReview.objects.exists()


def test_a_moderator_of_the_owner_gives_no_points_in_the_service_or_at_the_database():
    organization = make_organization(published=True)
    insider = make_moderator()
    make_membership(organization, insider)
    public = make_solution(published=True, organization=organization)
    before = QualityReview.objects.count()

    with pytest.raises(StepRefused, match="You belong to the owner"):
        rate(public, by=insider)
    for person in (insider, public.author):
        with pytest.raises(DatabaseError, match="own organization"), transaction.atomic():
            QualityReview.objects.create(solution=public, by=person, **marks().scores)

    assert QualityReview.objects.count() == before


@pytest.mark.parametrize("change", [lambda rows: rows.update(effective=3), lambda rows: rows.delete()])
def test_points_are_neither_changed_nor_deleted(claimed, moderator, change):
    review = rate(claimed, by=moderator)

    with pytest.raises(DatabaseError), transaction.atomic():
        change(QualityReview.objects.filter(pk=review.pk))


@pytest.mark.parametrize("change", [{"effective": 4}, {"by": None}])
def test_the_database_refuses_a_level_that_is_none_and_points_of_nobody(claimed, moderator, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        QualityReview.objects.create(**{"solution": claimed, "by": moderator, **marks().scores, **change})


def test_a_change_of_a_public_record_keeps_its_points_until_it_gets_its_own(moderator):
    public = make_solution(published=True)
    change = in_review(moderation.start_revision(public, by=public.author), by=moderator, rated=False)
    assert ratings.unready(change) == ""

    rate(change, by=moderator, level=3)
    assert standing(public) == 16  # not public yet
    moderation.publish(change, by=moderator)

    assert standing(public) == 24


def test_public_ones_are_rated_anew_at_any_time(moderator):
    public = make_solution(published=True)

    rate(public, by=moderator, level=3)

    assert standing(public) == 24


def test_several_are_decided_at_once_each_with_its_own_points(moderator):
    fine, poor, promising = (make_solution() for _ in range(3))
    for item in (fine, poor, promising):
        moderation.submit(item, by=item.author)
    points = [(fine, marks(3)), (poor, marks(1)), (promising, marks(1, is_promising=True))]

    outcome = services.decide_together(points, by=moderator)

    assert [item.pk for item in outcome.done] == [fine.pk, promising.pk]
    assert [item.pk for item, _reason in outcome.refused] == [poor.pk]
    poor.refresh_from_db()
    assert poor.status == "submitted"  # not claimed either
    assert not poor.reviews.exists()


def test_several_are_approved_for_a_time_and_published_then(moderator):
    solution = make_solution()
    moderation.submit(solution, by=solution.author)
    services.decide_together([(solution, marks())], by=moderator, publish_at=timezone.now() + timedelta(days=1))
    assert publish_due() == 0

    Solution.objects.filter(pk=solution.pk).update(publish_at=timezone.now() - timedelta(seconds=1))

    assert publish_due() == 1
    assert Solution.objects.get(pk=solution.pk).is_published


def standing(solution: Solution) -> int:
    found = Solution.objects.with_badges().get(pk=solution.pk).rating
    return sum(found[code] for code in CODES)


def test_a_public_record_without_points_has_none(moderator):
    imported = publish_unrated(moderator)

    assert Solution.objects.with_badges().get(pk=imported.pk).rating is None


def publish_unrated(moderator) -> Solution:
    item = in_review(make_solution(source_system="demo"), by=moderator, rated=False)
    return moderation.publish(item, by=moderator)


def test_published_by_the_factory_means_sixteen_points():
    assert standing(publish(make_solution())) == 16
