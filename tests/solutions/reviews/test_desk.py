from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from galaxy.moderation import services as moderation
from solutions.models import QualityReview, Solution
from solutions.reviews.criteria import CODES, CRITERIA
from tests.factories import make_channel, make_membership, make_moderator, make_solution, rate

pytestmark = pytest.mark.django_db
LEVELS = dict.fromkeys(CODES, "2")
TOGETHER = "admin:solutions_solution_together"


def submitted(**fields) -> Solution:
    return moderation.submit(made := make_solution(**fields), by=made.author)


def points(solution: Solution, level: int = 2, **more: str) -> dict[str, str]:
    said = {**dict.fromkeys(CODES, str(level)), **more}
    return {f"{solution.pk}-{name}": value for name, value in said.items()}


def test_the_criteria_are_public_with_every_level_and_linked_from_the_form(client):
    page = client.get(reverse("solutions:criteria")).content.decode()

    for criterion in CRITERIA:
        assert str(criterion.name) in page
        assert all(str(level) in page for level in criterion.levels)
    assert reverse("solutions:criteria") in client.get(reverse("portal:about")).content.decode()


@pytest.mark.parametrize("address", ["solutions:create", "portal:about"])
def test_authors_are_led_to_the_criteria(desk, moderator, address):
    make_membership(make_solution(published=True).organization, moderator)

    assert reverse("solutions:criteria") in desk.get(reverse(address)).content.decode()


def test_points_are_given_on_the_review_page_and_shown_there(desk, claimed):
    page = reverse("admin:review", args=["solution", claimed.pk])
    assert "Give points" in desk.get(page).content.decode()

    said = {**LEVELS, "effective": "3", "remark_effective": "Clear."}
    answer = desk.post(reverse("admin:solutions_solution_rate", args=[claimed.pk]), said, follow=True)

    assert "Your points are kept: 17 of 24." in answer.content.decode()
    shown = desk.get(page).content.decode()
    assert "17 of 24" in shown
    assert "Clear." in shown


def test_a_missing_level_is_named_and_what_was_written_is_still_there(desk, claimed):
    said = {**LEVELS, "remark_effective": "Clear."}
    del said["effective"]

    answer = desk.post(reverse("admin:solutions_solution_rate", args=[claimed.pk]), said)

    assert answer.status_code == 422
    assert "Choose a level." in answer.content.decode()
    assert "Clear." in answer.content.decode()
    assert not QualityReview.objects.exists()


def test_whoever_has_not_claimed_it_has_no_form(client, claimed):
    client.force_login(make_moderator())

    shown = client.get(reverse("admin:review", args=["solution", claimed.pk])).content.decode()

    assert "Points by the criteria" in shown
    assert "Keep the points" not in shown


def test_the_queue_leads_to_the_page_on_which_several_are_decided(desk):
    first, second = submitted(), submitted()
    moderation.submit(channel := make_channel(), by=channel.author)
    ticked = [f"solution-{first.pk}", f"channel-{channel.pk}", f"solution-{second.pk}", "solution-x", "x"]

    answer = desk.post(reverse("admin:together"), {"item": ticked})

    assert answer["Location"] == f"{reverse(TOGETHER)}?pk={first.pk}&pk={second.pk}"


@pytest.mark.parametrize("ticked", [[], ["nothing-1"]])
def test_nothing_to_decide_together_says_so(desk, ticked):
    answer = desk.post(reverse("admin:together"), {"item": ticked}, follow=True)

    assert "Nothing was chosen that can be decided together." in answer.content.decode()


def test_each_of_several_gets_its_own_points_and_what_is_wrong_stays(desk):
    fine, half, silent = submitted(title="Fine one"), submitted(title="Half one"), submitted(title="Silent one")
    address = f"{reverse(TOGETHER)}?pk={fine.pk}&pk={half.pk}&pk={silent.pk}"
    assert desk.get(address).content.decode().count("together__row") == 3

    data = {"pk": [fine.pk, half.pk, silent.pk], **points(fine, 3), f"{half.pk}-effective": "2"}
    answer = desk.post(address, data)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "1 published." in shown
    assert "Fine one" not in shown.partition('<form class="review together"')[2]
    assert "Choose a level." in shown
    assert [Solution.objects.get(pk=one.pk).status for one in (fine, half, silent)] == [
        "published",
        "submitted",
        "submitted",
    ]


def test_several_are_approved_for_a_given_time(desk):
    solution = submitted()
    when = (timezone.now() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)

    data = {"pk": [solution.pk], **points(solution), "publish_at": f"{when:%Y-%m-%dT%H:%M}"}
    answer = desk.post(reverse(TOGETHER), data, follow=True)

    assert "1 approved for later." in answer.content.decode()
    solution.refresh_from_db()
    assert (solution.status, solution.publish_at) == ("approved", when)


def test_a_time_that_has_passed_is_refused_and_nothing_is_done(desk):
    solution = submitted()

    answer = desk.post(reverse(TOGETHER), {"pk": [solution.pk], **points(solution), "publish_at": "2020-01-01T09:00"})

    assert answer.status_code == 422
    assert "Choose a time that has not passed" in answer.content.decode()
    assert not QualityReview.objects.exists()


def test_what_is_below_the_mark_is_refused_by_name(desk):
    solution = submitted(title="Poor one")

    answer = desk.post(reverse(TOGETHER), {"pk": [solution.pk], **points(solution, 1)})

    assert "Not published: “Poor one”" in answer.content.decode()
    assert Solution.objects.get(pk=solution.pk).status == "submitted"


def test_one_of_the_own_organization_is_shown_without_a_form(desk, moderator):
    solution = submitted()
    make_membership(solution.organization, moderator)

    shown = desk.get(f"{reverse(TOGETHER)}?pk={solution.pk}").content.decode()
    answer = desk.post(reverse(TOGETHER), {"pk": [solution.pk], **points(solution)})

    assert "You belong to the owner of this record" in shown
    assert f"{solution.pk}-effective" not in shown
    assert "Not published" in answer.content.decode()
    assert not QualityReview.objects.exists()


@pytest.mark.parametrize("keys", [["x"], ["9" * 30], ["0"], []])
def test_keys_that_are_none_show_an_empty_page(desk, keys):
    assert "Nothing of this waits" in desk.get(reverse(TOGETHER), {"pk": keys}).content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_takes_three_queries_for_each_record_to_know_who_may_decide(desk, django_assert_num_queries, count):
    keys = [submitted().pk for _ in range(count)]
    desk.get(reverse("admin:queue"))

    with django_assert_num_queries(5 + 3 * count):  # session, person and regions; the records
        desk.get(reverse(TOGETHER), {"pk": keys})


def test_authors_see_the_points_and_remarks_where_it_stands(client, claimed, moderator):
    rate(claimed, by=moderator, effective=1)
    moderation.request_changes(claimed, by=moderator, note="Nearly there.")
    client.force_login(claimed.author)

    shown = client.get(claimed.get_status_url()).content.decode()

    assert "Points by the criteria" in shown
    assert "15 of 24" in shown
