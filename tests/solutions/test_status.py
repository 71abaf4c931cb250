"""Where a submission stands, and what its people may do."""

import pytest
from django.test import Client
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.moderation.models import Decision, Status
from solutions.models import Solution
from tests.factories import in_review, make_moderator, make_organization, make_solution, make_user, publish, rate
from tests.solutions.typing import edit_url, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def solution(author, ministry) -> Solution:
    return make_solution(organization=ministry, author=author)


def labels(page) -> list[tuple[str, bool]]:
    return [(str(station["label"]), bool(station.get("done"))) for station in page.context["stations"]]


def now(solution: Solution) -> Solution:
    return Solution.objects.get(pk=solution.pk)


def test_the_receipt_tells_the_number_the_place_and_the_usual_wait(writer, author, solution):
    for _ in range(3):
        make_solution(published=True)
    for _ in range(2):
        earlier = make_solution()
        moderation.submit(earlier, by=earlier.author)
    moderation.submit(solution, by=author)

    page = writer.get(url("receipt", solution)).content.decode()

    assert solution.public_id in page
    assert "2 submissions are before it." in page
    assert "Usually the answer comes on the same day" in page


def test_a_draft_has_no_receipt(writer, solution):
    assert writer.get(url("receipt", solution)).url == url("status", solution)


def test_a_draft_shows_what_is_missing(writer, solution):
    Solution.objects.filter(pk=solution.pk).update(results="")

    page = writer.get(url("status", solution))

    assert [gap.field for gap in page.context["gaps"]] == ["results"]
    assert labels(page) == [("Draft begun", True), ("Sent", False), ("In review", False), ("Published", False)]


def test_every_state_has_its_sentence(writer, author, solution):
    moderator = make_moderator()
    seen = []

    def look() -> None:
        seen.append(writer.get(url("status", solution)).content.decode())

    moderation.submit(solution, by=author)
    look()
    moderation.claim(solution, by=moderator)
    look()
    rate(solution, by=moderator)
    moderation.approve(solution, by=moderator)
    look()
    moderation.publish(solution, by=moderator)
    look()
    moderation.withdraw(solution, by=author, note="Outdated.")
    look()

    sentences = ["Waiting for a moderator", "A moderator is reading it", "Accepted", "It is public", "Withdrawn"]
    assert [sentence in page for sentence, page in zip(sentences, seen, strict=True)] == [True] * 5


def test_a_refusal_comes_with_its_reason_and_can_be_reopened(writer, solution):
    moderator = make_moderator()
    in_review(solution, by=moderator)
    moderation.reject(solution, by=moderator, note="It describes a plan.")

    page = writer.get(url("status", solution)).content.decode()
    answer = writer.post(url("reopen", solution))

    assert "It describes a plan." in page
    assert (answer.url, now(solution).status) == (url("resume", solution), Status.DRAFT)


def test_a_duplicate_names_the_original(writer, solution):
    moderator, original = make_moderator(), make_solution(published=True)
    in_review(solution, by=moderator)
    moderation.mark_duplicate(solution, by=moderator, of=original, note="The same.")

    page = writer.get(url("status", solution))

    assert original.get_absolute_url() in page.content.decode()
    assert labels(page)[-1] == ("Marked as duplicate", True)


def test_a_remark_on_the_whole_has_no_text_of_yours(writer, solution):
    moderator = make_moderator()
    in_review(solution, by=moderator)
    moderation.add_remark(solution, by=moderator, field="", text="Well written.")
    moderation.add_remark(solution, by=moderator, field="country_links", text="Which district?")
    moderation.request_changes(solution, by=moderator, note="Two things.")

    remarks = writer.get(url("status", solution)).context["remarks"]

    assert [(remark["label"], remark["yours"], remark["url"]) for remark in remarks] == [
        ("", "", url("resume", solution)),
        ("Countries", "Kenya, Gives\nUganda, Receives", f"{edit_url(solution, 'partners')}#field-countries"),
    ]


def test_notes_among_moderators_are_never_shown(writer, author, solution):
    moderator = make_moderator()
    in_review(solution, by=moderator)
    moderation.add_remark(solution, by=moderator, field="title", text="Between-us", internal=True)
    moderation.request_changes(solution, by=moderator, note="Please look again.")

    pages = [writer.get(url("status", solution)), writer.get(edit_url(solution, "basics"))]

    assert ["Between-us" in page.content.decode() for page in pages] == [False, False]


def test_a_submission_is_taken_back_until_it_is_claimed(writer, author, solution):
    moderation.submit(solution, by=author)

    first = writer.post(url("recall", solution))
    second = writer.post(url("recall", solution))

    assert (first.url, second.url) == (url("resume", solution), url("status", solution))
    assert now(solution).status == Status.DRAFT


def test_withdrawing_asks_for_a_reason(writer, solution):
    publish(solution)

    asked = writer.get(url("withdraw", solution)).content.decode()
    empty = writer.post(url("withdraw", solution), {"note": " "})
    answer = writer.post(url("withdraw", solution), {"note": "Outdated."})
    again = writer.post(url("withdraw", solution), {"note": "Twice."}, follow=True)

    assert "disappear at once" in asked
    assert list(empty.context["form"].errors) == ["note"]
    assert (answer.url, now(solution).status) == (url("status", solution), Status.WITHDRAWN)
    assert "not possible now" in again.content.decode()
    assert Decision.objects.filter(object_id=solution.pk, step="withdraw").count() == 1


def test_withdrawing_a_change_leaves_the_public_page(writer, author, solution):
    publish(solution)
    revision = moderation.start_revision(solution, by=author)

    page = writer.get(url("withdraw", solution)).content.decode()
    writer.post(url("withdraw", solution), {"note": "Not now."})

    assert "The public page stays as it is." in page
    assert (now(revision).status, now(solution).status) == (Status.WITHDRAWN, Status.PUBLISHED)


def test_only_a_public_one_is_changed_by_a_revision(writer, solution):
    answer = writer.post(url("revise", solution))

    assert answer.url == url("status", solution)
    assert not Solution.objects.filter(revision_of=solution).exists()


def test_a_change_that_waits_is_shown_not_begun_again(writer, author, solution):
    publish(solution)
    revision = moderation.start_revision(solution, by=author)
    moderation.submit(revision, by=author)

    answer = writer.post(url("revise", solution))
    page = writer.get(answer.url)

    assert labels(page)[0] == ("Change begun", True)
    assert "The public page stays as it is until then." in page.content.decode()


def test_what_is_not_withdrawn_is_not_reopened(writer, solution):
    assert writer.post(url("reopen", solution)).url == url("status", solution)


def test_my_page_shows_what_asks_for_something_first(writer, author, ministry):
    public = make_solution(published=True, organization=ministry, author=author, title="Public")
    make_solution(organization=ministry, author=author, title="Begun")
    asked = make_solution(organization=ministry, author=author, title="Asked")
    make_solution(title="Of others")
    moderator = make_moderator()
    in_review(asked, by=moderator)
    moderation.request_changes(asked, by=moderator, note="One thing.")

    page = writer.get(reverse("accounts:home")).content.decode()

    assert page.index("Asked") < page.index("Begun") < page.index(public.title)
    assert "Of others" not in page


@pytest.mark.parametrize("member", [True, False])
def test_my_page_speaks_of_solutions_to_who_may_write(member):
    person = make_user()
    if member:
        make_organization(owner=person)
    client = Client()
    client.force_login(person)

    page = client.get(reverse("accounts:home")).content.decode()

    assert ("You have not begun a solution yet." in page) == member
