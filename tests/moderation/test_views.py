"""The queue and the page of one item, as moderators use them."""

import pytest
from django.urls import reverse

from galaxy.moderation import services
from galaxy.moderation.models import ReviewNote, Status, Step
from tests.factories import in_review, make_administrator, make_channel, make_moderator, make_solution

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


def remarks(solution):
    return list(ReviewNote.objects.filter(object_id=solution.pk).values_list("field", "text", "is_internal"))


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_remark_is_kept_shown_and_removed(desk, moderator):
    solution = in_review(make_solution(), by=moderator)

    kept = desk.post(reverse("admin:remark", args=["solution", solution.pk]), {"field": "title", "text": "Shorter."})
    assert (kept.url, remarks(solution)) == (f"{address(solution)}#part-title", [("title", "Shorter.", False)])
    assert "Shorter." in desk.get(address(solution)).text
    note = ReviewNote.objects.get()
    gone = desk.post(reverse("admin:remove_remark", args=["solution", solution.pk, note.pk]), follow=True)

    assert remarks(solution) == []
    assert told(gone)[-1] == "The remark is removed."


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_remark_without_words_or_with_too_many_is_not_kept(desk, moderator, text):
    solution = in_review(make_solution(), by=moderator)

    answer = desk.post(reverse("admin:remark", args=["solution", solution.pk]), {"text": text}, follow=True)

    assert told(answer) == ["Write the remark; 2,000 characters at most."]
    assert remarks(solution) == []


def test_only_who_has_claimed_it_writes_and_removes_remarks(desk):
    other = make_moderator(name="Amina")
    solution = in_review(make_solution(), by=other)
    note = services.add_remark(solution, by=other, field="", text="Mine")

    kept = desk.post(reverse("admin:remark", args=["solution", solution.pk]), {"text": "x"}, follow=True)
    gone = desk.post(reverse("admin:remove_remark", args=["solution", solution.pk, note.pk]), follow=True)

    assert (told(kept), told(gone)) == (["Amina has claimed this record."],) * 2
    assert remarks(solution) == [("", "Mine", False)]


def test_what_is_grave_is_asked_again_and_keeps_what_was_written(desk, moderator):
    solution = in_review(make_solution(), by=moderator)
    data = {"reason": "promotion", "note": "It sells a pump."}

    asked = desk.post(address(solution, "reject"), data)
    solution.refresh_from_db()
    assert (asked.status_code, solution.status) == (200, Status.IN_REVIEW)
    assert "It sells a pump." in asked.text
    desk.post(address(solution, "reject"), {**data, "confirmed": "1"})

    solution.refresh_from_db()
    assert solution.status == Status.REJECTED
    assert services.last_step(solution, Step.REJECT).note == (
        "It promotes a product or a service more than it shares what was learned.\n\nIt sells a pump."
    )


@pytest.mark.parametrize(
    ("step", "data", "words"),
    [
        ("reject", {}, "Choose a reason or write one."),
        ("request_changes", {"note": ""}, "Choose a reason or write one."),
        ("approve", {"publish_at": "2001-01-01T10:00"}, "Choose a time that has not passed"),
        ("approve", {"publish_at": "soon"}, "Enter a valid date/time."),
        ("mark_duplicate", {"of": "SSG-S-999999", "note": "Same."}, "No public record has this number or title."),
        ("mark_duplicate", {"of": "Twice", "note": "Same."}, "Several fit; write the number of one: Twice (SSG-S-"),
        ("withdraw", {"note": " "}, "Choose a reason or write one."),
    ],
)
def test_a_decision_that_lacks_something_is_shown_again_and_nothing_moves(desk, moderator, step, data, words):
    for _ in range(2):
        make_solution(title="Twice", published=True)
    solution = in_review(make_solution(), by=moderator)

    answer = desk.post(address(solution, step), {**data, "confirmed": "1"})

    solution.refresh_from_db()
    assert (answer.status_code, solution.status) == (422, Status.IN_REVIEW)
    assert words in answer.text


@pytest.mark.parametrize(
    ("step", "data", "status"),
    [
        ("approve", {"publish_at": "2099-01-01T10:00", "note": ""}, Status.APPROVED),
        ("request_changes", {"note": "Shorter."}, Status.CHANGES_REQUESTED),
        ("withdraw", {"note": "A partner objects."}, Status.WITHDRAWN),
        ("release", {}, Status.SUBMITTED),
    ],
)
def test_each_step_is_taken_from_the_page(desk, moderator, step, data, status):
    solution = in_review(make_solution(), by=moderator)

    answer = desk.post(address(solution, step), {**data, "confirmed": "1"}, follow=True)

    solution.refresh_from_db()
    assert (answer.status_code, solution.status) == (200, status)


@pytest.mark.parametrize("named", ["number", "title"])
def test_a_duplicate_is_named_by_number_or_title(desk, moderator, named):
    original = make_solution(title="The first", published=True)
    solution = in_review(make_solution(), by=moderator)
    of = original.public_id if named == "number" else "the FIRST"

    desk.post(address(solution, "mark_duplicate"), {"of": of, "note": "The same.", "confirmed": "1"})

    solution.refresh_from_db()
    assert solution.duplicate_of == original


def test_what_was_not_accepted_is_reopened_on_its_page(desk, moderator):
    solution = in_review(make_solution(title="Wells"), by=moderator)
    services.reject(solution, by=moderator, note="Not this.")

    answer = desk.post(address(solution, "reopen"), follow=True)

    assert told(answer) == ["“Wells” is a draft again."]
    assert answer.request["PATH_INFO"] == address(solution)


def test_a_step_that_is_not_possible_now_is_told(desk, moderator):
    solution = in_review(make_solution(), by=moderator)
    services.publish(solution, by=moderator)

    answer = desk.post(address(solution, "publish"), follow=True)

    assert told(answer) == ["This is not possible now: it is “Published”."]


def test_a_step_or_kind_that_does_not_exist_is_missing(desk, moderator):
    solution = in_review(make_solution(), by=moderator)

    assert desk.post(address(solution, "burn")).status_code == 404
    assert desk.get(reverse("admin:review", args=["user", 1])).status_code == 404


def test_an_administrator_may_free_what_another_has_claimed(client):
    solution = in_review(make_solution(), by=make_moderator())
    client.force_login(make_administrator())

    page = client.get(address(solution)).text

    assert address(solution, "release") in page
    assert address(solution, "publish") not in page


def test_a_change_cannot_be_marked_as_a_duplicate(desk, moderator):
    public = make_solution(published=True)
    change = in_review(services.start_revision(public, by=public.author), by=moderator)

    page = desk.get(address(change)).text

    assert address(change, "publish") in page
    assert address(change, "mark_duplicate") not in page


def test_a_moderator_of_the_owner_is_offered_nothing(desk, moderator):
    solution = make_solution(author=moderator)
    services.submit(solution, by=moderator)

    page = desk.get(address(solution)).text

    assert address(solution, "claim") not in page
    assert "You belong to the owner of this record" in page


def test_records_that_may_be_the_same_are_shown_for_every_kind(desk, moderator):
    public = make_channel(name="Fund for the exchange of nurses", published=True)
    channel = in_review(make_channel(name="Fund for the exchange of nurse"), by=moderator)

    assert public.public_id in desk.get(address(channel)).text


def test_a_remark_at_a_field_that_is_gone_is_named_as_it_was(moderator):
    solution = in_review(make_solution(), by=moderator)

    note = services.add_remark(solution, by=moderator, field="former_name", text="Shorter.")

    assert note.field_label == "former_name"
