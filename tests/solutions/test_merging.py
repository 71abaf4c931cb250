"""A duplicate is closed: every old address leads on, what hung on it follows, and all comes back when it is undone."""

import pytest
from django.test import Client
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.moderation.log import first_broken, first_unlogged
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Notification
from galaxy.search.indexing import answer_request
from galaxy.search.models import Document, IndexRequest
from solutions.models import ExternalId, Resource, Solution
from tests.factories import in_review, make_moderator, make_solution

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_moderator()


def again(solution: Solution) -> Solution:
    return Solution.objects.get(pk=solution.pk)


def public(**fields) -> Solution:
    return make_solution(published=True, **fields)


def merge(item: Solution, into: Solution, by) -> Solution:
    return moderation.mark_duplicate(again(item), by=by, of=again(into), note="The same practice.")


def split(item: Solution, by) -> Solution:
    return moderation.split(again(item), by=by, note="They differ after all.")


def origins(*solutions: Solution) -> list[Solution | None]:
    return [again(one).adapted_from for one in solutions]


def urls(solution: Solution) -> list[str]:
    return list(solution.resources.order_by("pk").values_list("url", flat=True))


def index() -> None:
    for request in IndexRequest.objects.order_by("pk"):
        answer_request(request.pk)


def test_a_chain_of_merges_leads_on_in_one_step_and_each_is_undone_alone(moderator):
    first, second, third = public(), public(), public()
    merge(first, second, moderator)
    merge(second, third, moderator)

    for old in (first, second):
        response = Client().get(old.get_absolute_url())
        assert (response.status_code, response["Location"]) == (301, third.get_absolute_url())

    split(second, moderator)

    assert [again(one).duplicate_of for one in (first, second, third)] == [second, None, None]
    assert Client().get(first.get_absolute_url())["Location"] == second.get_absolute_url()
    assert Client().get(second.get_absolute_url()).status_code == 200
    assert (first_broken(), first_unlogged()) == (None, None)


def test_links_follow_and_come_back_and_a_pending_change_does_not_drop_them(moderator):
    twin = public(practice_url="https://twin.example.org/")
    stays = public(practice_url="https://stays.example.org/")
    Resource.objects.create(solution=twin, url="https://twin.example.org/report", label="Report", type="report")
    Resource.objects.create(solution=twin, url="https://both.example.org/", label="Both")
    Resource.objects.create(solution=stays, url="https://both.example.org/", label="Both")
    change = moderation.start_revision(stays, by=stays.author)

    merge(twin, stays, moderator)

    moved = ["https://both.example.org/", "https://twin.example.org/report", "https://twin.example.org/"]
    assert urls(stays) == urls(change) == moved
    assert stays.resources.get(url="https://twin.example.org/report").type == "report"
    assert urls(twin) == ["https://twin.example.org/report", "https://both.example.org/"]

    split(twin, moderator)

    assert urls(stays) == urls(change) == ["https://both.example.org/"]


def test_numbers_elsewhere_follow_and_come_back(moderator):
    twin, stays = public(), public()
    for solution, system in ((twin, "PANORAMA"), (twin, "WIPO GREEN"), (stays, "PANORAMA")):
        ExternalId.objects.create(solution=solution, system=system, identifier="7")

    merge(twin, stays, moderator)
    together = sorted(stays.external_ids.values_list("system", flat=True))
    split(twin, moderator)

    assert together == ["PANORAMA", "WIPO GREEN"]
    assert [one.system for one in stays.external_ids.all()] == ["PANORAMA"]


def test_adaptations_follow_the_record_that_stays_and_come_back(moderator):
    above = public()
    twin, stays = public(adapted_from=above, adaptation_note="Midwives."), public()
    child = public(adapted_from=twin, adaptation_note="x")
    draft = make_solution(adapted_from=twin)

    merge(twin, stays, moderator)

    assert origins(child, draft, stays) == [stays, stays, above]
    assert again(stays).adaptation_note == "Midwives."
    page = Client().get(stays.get_absolute_url())
    assert [row["id"] for row in page.context["family"]["branches"]] == [child.pk]

    split(twin, moderator)

    assert origins(child, draft, stays, twin) == [twin, twin, None, above]
    assert again(stays).adaptation_note == ""


def test_an_original_merged_into_its_own_adaptation_closes_no_circle(moderator):
    above = public()
    twin = public(adapted_from=above, adaptation_note="x")
    between = public(adapted_from=twin, adaptation_note="x")
    stays = public(adapted_from=between, adaptation_note="x")
    other = public(adapted_from=twin, adaptation_note="x")

    merge(twin, stays, moderator)
    assert origins(stays, between, other) == [between, above, stays]

    split(twin, moderator)
    assert origins(stays, between, other) == [between, twin, twin]


def test_an_adaptation_merged_into_its_original_leaves_no_trace_of_itself(moderator):
    stays = public()
    twin = public(adapted_from=stays, adaptation_note="x")

    merge(twin, stays, moderator)

    assert origins(stays) == [None]
    assert Client().get(stays.get_absolute_url()).context["family"] is None


def test_what_moved_on_meanwhile_stays_where_it_is(moderator):
    twin, stays, other = public(), public(), public()
    child = public(adapted_from=twin, adaptation_note="x")
    merge(twin, stays, moderator)
    Solution.objects.filter(pk=child.pk).update(adapted_from=other)

    split(twin, moderator)

    assert origins(child) == [other]


def test_the_list_follows_the_merge_and_its_undoing(moderator):
    twin, stays = public(), public()
    public(adapted_from=twin, adaptation_note="x")

    def cards() -> dict[int, bool]:
        index()
        found = Document.objects.filter(kind="solution", object_id__in=[twin.pk, stays.pk])
        return {row.object_id: "adapted" in row.card["badges"] for row in found}

    merge(twin, stays, moderator)
    assert cards() == {stays.pk: True}
    split(twin, moderator)
    assert cards() == {twin.pk: True, stays.pk: False}


def test_what_was_never_public_goes_back_into_the_queue(moderator):
    stays, twin = public(), make_solution()
    in_review(twin, by=moderator)
    merge(twin, stays, moderator)

    item = split(twin, moderator)

    assert (item.status, item.duplicate_of) == ("submitted", None)


def test_a_merge_is_undone_by_moderators_with_a_reason_and_once(moderator):
    twin, stays = public(), public()
    merge(twin, stays, moderator)

    with pytest.raises(StepRefused):
        moderation.split(again(twin), by=twin.author, note="Mine.")
    with pytest.raises(StepRefused):
        moderation.split(again(twin), by=moderator, note=" ")
    split(twin, moderator)
    with pytest.raises(StepRefused):
        split(twin, moderator)

    told = Notification.objects.filter(kind="moderation.split", user=twin.author)
    assert [one.url for one in told] == [twin.get_status_url()]
    merge(twin, stays, moderator)
    assert again(twin).duplicate_of == stays


def test_a_moderator_undoes_a_merge_on_the_review_page(moderator, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    twin, stays = public(), public()
    merge(twin, stays, moderator)
    client = Client()
    client.force_login(moderator)

    page = client.get(reverse("admin:review", args=["solution", twin.pk])).content.decode()
    client.post(reverse("admin:decide", args=["solution", twin.pk, "split"]), {"note": "They differ."})

    assert "Undo the merge" in page
    assert again(twin).status == "published"
