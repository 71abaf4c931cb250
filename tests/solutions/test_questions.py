"""Questions on a practice: asked by readers, read by moderators, answered by its people."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from accounts.services import anonymize
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Mail, Notification
from galaxy.search.models import Document, IndexRequest
from partners.models import MembershipRole
from solutions.models import Solution
from solutions.questions import services
from solutions.questions.models import Question
from tests.factories import (
    make_membership,
    make_moderator,
    make_organization,
    make_solution,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user(name="Wanjiru Mwangi")


@pytest.fixture
def solution(owner):
    ministry = make_organization(published=True, owner=owner, name="Ministry of Health")
    return make_solution(published=True, organization=ministry, author=owner, title="Nurses screen newborns")


@pytest.fixture
def reader():
    return make_user(name="Rosa Quispe")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(solution: Solution, by, text: str = "Who paid the nurses?", **fields) -> Question:
    return services.ask(solution, text=text, language="en", by=by, key=uuid.uuid4(), **fields)


def public(solution: Solution, by, text: str = "Who paid the nurses?", **fields) -> Question:
    question = asked(solution, by, text, **fields)
    moderator = make_moderator()
    moderation.claim(question, by=moderator)
    return moderation.publish(question, by=moderator)


def shown(solution: Solution, client: Client | None = None) -> list[dict]:
    return (client or Client()).get(solution.get_absolute_url()).context["questions"]


# Asking


def test_a_reader_asks_and_a_moderator_finds_it_in_the_queue(solution, reader, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client = client_of(reader)
    page = client.get(reverse("questions:ask", args=[solution.public_id.lower()]))
    key = page.context["form"]["creation_key"].value()

    for _click in range(2):
        told = {"text": "Who paid the nurses?", "language": "en", "creation_key": key}
        assert client.post(page.request["PATH_INFO"], told).url == solution.get_absolute_url()

    question = Question.objects.get()
    queue = client_of(make_moderator()).get(reverse("admin:queue"))
    review = client_of(make_moderator()).get(reverse("admin:review", args=["question", question.pk]))
    assert (question.status, question.author, question.shows_name) == ("submitted", reader, False)
    assert [row.title for row in queue.context["page"].object_list] == ["Who paid the nurses?"]
    assert "Nurses screen newborns" in review.content.decode()
    assert shown(solution) == []


def test_moderators_see_what_was_asked_before(solution, reader, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    before = public(solution, reader, "Who paid the nurses in the villages?")
    again = asked(solution, make_user(), "Who paid the nurses in villages?")

    review = client_of(make_moderator()).get(reverse("admin:review", args=["question", again.pk]))

    assert [alike.item for alike in again.look_alikes()] == [before]
    assert before.get_absolute_url() in review.content.decode()


def test_a_question_needs_words_and_not_too_many(solution, reader):
    address = reverse("questions:ask", args=[solution.public_id.lower()])

    for text in ("  ", "x" * 601):
        page = client_of(reader).post(address, {"text": text, "language": "en", "creation_key": uuid.uuid4()})
        assert "text" in page.context["form"].errors

    assert not Question.objects.exists()


def test_a_person_asks_so_much_and_no_more(solution, reader):
    waiting = [asked(solution, reader, f"Question {number}?") for number in range(3)]

    with pytest.raises(StepRefused, match="Three questions"):
        asked(solution, reader, "One more?")
    for question in waiting:
        services.take_back(question, by=reader)
    for number in range(7):
        services.take_back(asked(solution, reader, f"Again {number}?"), by=reader)
    with pytest.raises(StepRefused, match="ten questions today"):
        asked(solution, reader, "One more?")
    asked(solution, make_user(), "From somebody else?")


def test_nobody_shows_an_organization_of_others_or_asks_about_what_is_not_public(solution, reader):
    with pytest.raises(StepRefused):
        asked(solution, reader, organization=make_organization(published=True))
    with pytest.raises(StepRefused):
        asked(make_solution(), reader)


def test_neither_who_asks_nor_who_is_asked_decides(solution):
    moderator = make_moderator()
    make_membership(solution.organization, moderator, MembershipRole.VIEWER)
    own = make_moderator()

    with pytest.raises(StepRefused):
        moderation.claim(asked(solution, make_user()), by=moderator)
    with pytest.raises(StepRefused):
        moderation.claim(asked(solution, own), by=own)


# Public


def test_the_owner_is_told_by_mail_and_portal_with_the_address_of_the_question(solution, owner, reader):
    question = public(solution, reader)

    told = Notification.objects.get(kind="questions.asked")
    sent = Mail.objects.get(to=owner.email, subject__startswith="A question on")
    assert told.user == owner
    assert told.url == f"{solution.get_absolute_url()}#question-{question.pk}"
    assert told.url in sent.body
    assert f'id="question-{question.pk}"' in Client().get(solution.get_absolute_url()).content.decode()


def test_questions_stand_beneath_the_practice_the_newest_first_with_names_as_people_chose(solution, owner, reader):
    ministry = make_organization(published=True, owner=reader, name="Ministry of Peru")
    public(solution, reader, "First?")
    public(solution, reader, "Second?", shows_name=True, organization=ministry)
    hidden = asked(solution, reader, "Not read yet?")

    rows = shown(solution)

    assert [(row["text"], row["name"], row["organization"]) for row in rows] == [
        ("Second?", "Rosa Quispe", "Ministry of Peru"),
        ("First?", "", None),
    ]
    assert hidden.text not in Client().get(solution.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_takes_the_same_statements_with_any_number_of_questions(
    client, solution, django_assert_max_num_queries, count
):
    for number in range(count):
        public(solution, make_user(), f"Question {number}?")
    client.get(solution.get_absolute_url())

    with django_assert_max_num_queries(5):
        client.get(solution.get_absolute_url())


def test_search_and_lists_know_nothing_of_questions(solution, reader):
    question = public(solution, reader, "Unfindablewords?")
    moderation.withdraw(question, by=reader, note="Over.")

    assert not IndexRequest.objects.filter(content_type=ContentType.objects.get_for_model(Question)).exists()
    assert not Document.objects.filter(body__contains="Unfindablewords").exists()


# Answering


def test_the_people_of_the_practice_answer_and_who_asked_is_told_once(solution, owner, reader):
    question = public(solution, reader)
    client, address = client_of(owner), reverse("questions:answer", args=[question.pk])
    assert address in client.get(solution.get_absolute_url()).content.decode()
    assert address in client.get(reverse("accounts:home")).content.decode()

    response = client.post(address, {"text": "The counties.", "shows_name": "on"})
    client.post(address, {"text": "The counties, since 2021."})

    assert response.url == question.get_absolute_url()
    row = shown(solution)[0]
    assert (row["answer"], row["answered_by"]) == ("The counties, since 2021.", "")
    told = Notification.objects.filter(kind="questions.answered")
    assert [(one.user, one.url) for one in told] == [(reader, question.get_absolute_url())]
    assert "The counties." in told[0].body


@pytest.mark.parametrize("role", [MembershipRole.VIEWER, None])
def test_others_do_not_answer(solution, reader, role):
    question, other = public(solution, reader), make_user()
    if role:
        make_membership(solution.organization, other, role)

    assert client_of(other).get(reverse("questions:answer", args=[question.pk])).status_code == 404
    with pytest.raises(StepRefused):
        services.answer(question, text="I think the counties.", by=other)


# Going


def test_who_asked_takes_it_back_from_ones_own_page(solution, reader):
    question = public(solution, reader)
    address = reverse("questions:take_back", args=[question.pk])
    client = client_of(reader)
    assert address in client.get(reverse("accounts:home")).content.decode()

    client.post(address)

    assert shown(solution) == []
    with pytest.raises(StepRefused):
        services.take_back(public(solution, reader, "Another?"), by=make_user())


def test_a_moderator_takes_down_a_question_with_its_answer(solution, owner, reader):
    question = public(solution, reader)
    services.answer(question, text="The counties.", by=owner)

    moderation.withdraw(Question.objects.get(pk=question.pk), by=make_moderator(), note="Rude.")

    assert shown(solution) == []
    with pytest.raises(StepRefused):
        services.answer(question, text="Again.", by=owner)


def test_a_page_in_memory_shows_a_question_and_loses_it_at_once(solution, owner, reader, settings):
    settings.PAGE_CACHE_BYTES = 1_000_000
    visitor = Client()

    def page() -> str:
        return visitor.get(solution.get_absolute_url()).content.decode()

    assert "Who paid" not in page()
    question = public(solution, reader)
    assert "Who paid" in page()
    services.answer(question, text="The counties.", by=owner)
    assert "The counties." in page()
    moderation.withdraw(Question.objects.get(pk=question.pk), by=make_moderator(), note="Rude.")
    assert "Who paid" not in page()


def test_steps_that_mean_nothing_for_a_question_are_not_there(solution, reader):
    question, moderator = asked(solution, reader), make_moderator()
    moderation.claim(question, by=moderator)

    with pytest.raises(StepRefused):
        moderation.request_changes(question, by=moderator, note="Shorter.")
    rejected = moderation.reject(question, by=moderator, note="Not about this.")
    with pytest.raises(StepRefused):
        moderation.reopen(rejected, by=reader)
    assert "draft" not in Notification.objects.get(kind="moderation.rejected").body


def test_a_person_who_goes_leaves_the_question_without_the_name(solution, reader):
    public(solution, reader, shows_name=True)

    anonymize(reader, by=reader)

    assert [(row["text"], row["name"]) for row in shown(solution)] == [("Who paid the nurses?", "")]


def test_questions_follow_a_merge_and_come_back(solution, reader):
    twin, moderator = make_solution(published=True), make_moderator()
    question = public(twin, reader)

    closed = moderation.mark_duplicate(twin, by=moderator, of=solution, note="The same.")
    assert [row["id"] for row in shown(solution)] == [question.pk]
    moderation.split(closed, by=moderator, note="They differ.")

    assert (shown(solution), [row["id"] for row in shown(twin)]) == ([], [question.pk])


def test_a_change_of_the_practice_leaves_its_questions(solution, owner, reader):
    question = public(solution, reader)

    publish(moderation.start_revision(solution, by=owner))

    assert [row["id"] for row in shown(solution)] == [question.pk]
