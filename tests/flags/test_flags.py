"""A problem that a reader reports: taken in without an account, answered in time, spam held back."""

import datetime
import time

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from galaxy.core.forms import STAMP_SALT
from galaxy.flags import services, views
from galaxy.flags.models import Flag, Outcome, Reason, State
from galaxy.moderation import services as moderation
from galaxy.moderation.log import first_broken, first_unlogged
from galaxy.moderation.models import Decision
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Mail, Notification
from tests.factories import make_channel, make_moderator, make_organization, make_publication, make_solution, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_pace(monkeypatch):
    monkeypatch.setattr(views, "pace", views.Pace(limit=8, seconds=600))


@pytest.fixture
def solution():
    return make_solution(published=True, title="Nurses screen newborns")


def stamp(seconds: int = 60) -> str:
    return signing.dumps(time.time() - seconds, salt=STAMP_SALT)


def address(item) -> str:
    return reverse("flags:report", args=[item.public_id.lower()])


def send(item, client: Client | None = None, **said):
    told = {"reason": "outdated", "text": "The project ended in 2021.", "email": "", "stamp": stamp(), **said}
    return (client or Client()).post(address(item), told)


def flagged(item, **said) -> Flag:
    send(item, **said)
    return Flag.objects.latest("pk")


# Taking in


def test_anybody_reports_a_problem_with_any_kind_of_record():
    items = [make(published=True) for make in (make_organization, make_channel, make_publication, make_solution)]

    for item in items:
        assert f'href="{address(item)}"' in Client().get(item.get_absolute_url()).content.decode()
        response = send(item)
        assert response.url == reverse("flags:thanks", args=[item.public_id.lower()])

    assert [flag.item for flag in Flag.objects.order_by("pk")] == items
    assert {flag.state for flag in Flag.objects.all()} == {State.OPEN}
    assert b"within 5 working days" in Client().get(response.url).content


def test_a_report_that_lacks_something_is_shown_again_with_what_was_written(solution):
    page = send(solution, reason="other", text="", email="not an address")

    assert sorted(page.context["form"].errors) == ["email", "text"]
    assert "not an address" in page.content.decode()
    assert not Flag.objects.exists()


@pytest.mark.parametrize("bad", ["", "x", signing.dumps("soon", salt=STAMP_SALT), signing.dumps(1.0, salt="other")])
def test_a_page_without_a_true_time_is_shown_again_with_one(solution, bad):
    page = send(solution, stamp=bad)

    assert not Flag.objects.exists()
    assert "The project ended in 2021." in page.content.decode()
    assert send(solution, stamp=page.context["form"].data["stamp"]).status_code == 302


@pytest.mark.parametrize(
    "signs",
    [
        {"homepage": "https://spam.example/"},
        {"stamp": signing.dumps(time.time() + 1000, salt=STAMP_SALT)},
        {"text": "https://a.example https://b.example www.c.example"},
    ],
)
def test_what_looks_like_spam_is_thanked_and_held_back(solution, signs):
    response = send(solution, **signs)

    assert response.status_code == 302
    assert Flag.objects.get().state == State.HELD
    assert not Notification.objects.filter(kind="flags.reported").exists()


def test_one_network_reports_so_often_and_no_more(solution):
    answers = [send(solution, text=f"Problem {number}") for number in range(9)]

    assert [answer.status_code for answer in answers] == [302] * 8 + [200]
    assert "Problem 8" in answers[-1].content.decode()
    assert Flag.objects.count() == 8


def test_a_report_sent_twice_is_one(solution):
    send(solution)
    send(solution)

    assert Flag.objects.count() == 1


def test_the_owner_is_told_of_content_and_not_of_rights_or_persons(solution):
    for reason in Reason.values:
        send(solution, reason=reason, text=f"About {reason}.", email="reader@example.org")

    told = Notification.objects.filter(kind="flags.reported", user=solution.author)

    assert told.count() == 3
    assert all("reader@example.org" not in one.body for one in told)


# Answering


def test_the_answer_reaches_the_reader_in_their_language_and_the_log_and_their_address_is_forgotten(solution):
    moderator = make_moderator()
    with translation.override("fr"):
        flag = services.report(solution, reason="wrong", text="42 % et non 24 %.", email="lectrice@example.org")

    services.answer(flag, by=moderator, outcome=Outcome.CORRECTED, text="Corrigé, merci.")

    flag.refresh_from_db()
    sent = Mail.objects.get(to="lectrice@example.org")
    decision = Decision.objects.latest("pk")
    assert (flag.state, flag.email, flag.answered_by) == (State.ANSWERED, "", moderator)
    assert sent.language == "fr"
    assert "Corrigé, merci." in sent.body
    assert f"/fr/solutions/{solution.public_id.lower()}/" in sent.body
    assert (decision.step, decision.by, decision.note) == ("answer", moderator, "Corrigé, merci.")
    assert (first_broken(), first_unlogged(), mail.outbox) == (None, None, [])


def test_who_may_not_decide_on_the_record_answers_nothing(solution):
    flag = flagged(solution)
    own = make_moderator()
    mine = make_solution(published=True, author=own)

    with pytest.raises(StepRefused):
        services.answer(flag, by=make_user(), outcome=Outcome.CORRECTED, text="Done.")
    with pytest.raises(StepRefused):
        services.answer(flagged(mine), by=own, outcome=Outcome.CORRECTED, text="Done.")
    with pytest.raises(StepRefused):
        services.answer(flag, by=make_moderator(), outcome=Outcome.CORRECTED, text=" ")


def test_a_report_is_answered_once(solution):
    flag, moderator = flagged(solution), make_moderator()
    services.answer(flag, by=moderator, outcome=Outcome.NOTHING_WRONG, text="All is well.")

    with pytest.raises(StepRefused):
        services.answer(flag, by=moderator, outcome=Outcome.CORRECTED, text="Again.")


def test_held_reports_are_released_or_dropped_and_forgotten_after_a_month(solution):
    moderator = make_moderator()
    kept, dropped = (flagged(solution, homepage="x", text=text) for text in ("Real.", "Spam."))

    services.release(kept, by=moderator)
    services.drop(dropped, by=moderator)
    Flag.objects.update(created_at=timezone.now() - datetime.timedelta(days=31))

    assert services.forget_held() == 1
    assert Flag.objects.get().pk == kept.pk
    assert Notification.objects.filter(kind="flags.reported").count() == 1
    with pytest.raises(StepRefused):
        services.release(kept, by=moderator)


def test_a_report_on_what_was_withdrawn_since_is_still_answered(solution):
    flag = flagged(solution, email="reader@example.org")
    moderation.withdraw(solution, by=solution.author, note="Over.")

    services.answer(flag, by=make_moderator(), outcome=Outcome.TAKEN_DOWN, text="It is gone.")

    assert Mail.objects.filter(to="reader@example.org").exists()


# In the administration


@pytest.fixture
def desk(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client = Client()
    client.force_login(make_moderator())
    return client


def test_moderators_see_what_waits_with_its_age_and_what_is_overdue(desk, solution):
    late, held, new = flagged(solution, text="Late."), flagged(solution, homepage="x"), flagged(solution, text="New.")
    Flag.objects.filter(pk=late.pk).update(due_on=timezone.now().date() - datetime.timedelta(days=1))

    listed = desk.get(reverse("admin:flags_flag_changelist"))
    queue = desk.get(reverse("admin:queue")).content.decode()

    assert list(listed.context["cl"].result_list) == [late, new, held]
    assert listed.content.decode().count("overdue") == 1
    assert "<strong>2</strong> problems reported" in queue
    assert "<strong>1</strong> report overdue" in queue


def test_a_moderator_answers_on_the_page_of_the_report(desk, solution):
    flag = flagged(solution, email="reader@example.org")
    page = reverse("admin:flags_flag_change", args=[flag.pk])
    assert "reader@example.org" not in desk.get(page).content.decode()

    empty = desk.post(page, {"outcome": "", "answer": ""})
    desk.post(page, {"outcome": "corrected", "answer": "Corrected."})

    flag.refresh_from_db()
    assert sorted(empty.context["adminform"].form.errors) == ["answer", "outcome"]
    assert (flag.state, flag.answer) == (State.ANSWERED, "Corrected.")
    assert desk.post(page, {"outcome": "corrected", "answer": "Again."}).status_code == 403


def test_a_moderator_of_the_owner_is_told_why_they_cannot_answer(settings, solution):
    settings.REQUIRE_SECOND_FACTOR = False
    own = make_moderator()
    mine = make_solution(published=True, author=own)
    flag, client = flagged(mine), Client()
    client.force_login(own)

    page = client.post(
        reverse("admin:flags_flag_change", args=[flag.pk]), {"outcome": "corrected", "answer": "Corrected."}
    )

    assert "somebody else decides" in page.content.decode()
    assert Flag.objects.get().state == State.OPEN


def test_spam_is_dropped_from_the_list(desk, solution):
    flag = flagged(solution, homepage="x")

    desk.post(reverse("admin:flags_flag_changelist"), {"action": "drop", "_selected_action": [flag.pk]})

    flag.refresh_from_db()
    assert flag.state == State.DROPPED
