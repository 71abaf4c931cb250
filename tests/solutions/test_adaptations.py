"""A practice that others made their own: how it begins, where it shows, and that nothing goes back to itself."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Notification
from galaxy.search.indexing import answer_request
from galaxy.search.models import Document, IndexRequest
from solutions import services
from solutions.adaptations.services import adapt
from solutions.models import Solution
from tests.factories import make_moderator, make_organization, make_solution, make_user, publish
from tests.solutions.typing import edit_url, save, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent():
    return make_solution(
        published=True,
        title="Nurses screen newborns",
        goals=[3, 5],
        targets=["3.2"],
        themes=["health", "education-skills"],
    )


def child_of(parent: Solution, **fields) -> Solution:
    return make_solution(
        **{"published": True, "adapted_from": parent, "adaptation_note": "Midwives do it.", "gives": ["PER"], **fields}
    )


def page_of(solution: Solution) -> str:
    return re.sub(r"\s+", " ", Client().get(solution.get_absolute_url()).content.decode())


def index() -> None:
    for request in IndexRequest.objects.order_by("pk"):
        answer_request(request.pk)


# Beginning


def test_a_reader_begins_a_draft_with_what_carries_over(writer, ministry, parent):
    address = url("adapt", parent)
    form = writer.get(address).context["form"]
    assert form["title"].value() == "Nurses screen newborns (Kenya)"

    page = writer.post(
        address,
        {
            "organization": ministry.pk,
            "title": "Midwives screen newborns",
            "creation_key": form["creation_key"].value(),
        },
    )

    draft = Solution.objects.latest("pk")
    assert page.url == f"{edit_url(draft, 'story')}#field-adaptation_note"
    assert (draft.status, draft.organization, draft.title) == ("draft", ministry, "Midwives screen newborns")
    assert draft.adapted_from == parent
    assert list(draft.goals.values_list("pk", flat=True)) == [3, 5]
    assert list(draft.targets.values_list("pk", flat=True)) == ["3.2"]
    assert sorted(draft.themes.values_list("pk", flat=True)) == ["education-skills", "health"]
    assert (draft.summary, draft.challenge, draft.results) == ("", "", "")


def test_the_same_page_sent_twice_begins_one_draft(writer, ministry, parent):
    told = {"organization": ministry.pk, "title": "Midwives", "creation_key": str(uuid.uuid4())}

    for _click in range(2):
        writer.post(url("adapt", parent), told)

    assert parent.adaptations.count() == 1


def test_who_has_no_organization_is_told_how_to_get_one(client, parent):
    client.force_login(make_user())

    assert b"Register your organization" in client.get(url("adapt", parent)).content


def test_nobody_adapts_in_the_name_of_others_or_what_is_not_public(writer, author, ministry, parent):
    theirs, draft = make_organization(published=True), make_solution()

    refused = writer.post(url("adapt", parent), {"organization": theirs.pk, "title": "x", "creation_key": uuid.uuid4()})

    assert "organization" in refused.context["form"].errors
    assert writer.get(url("adapt", draft)).status_code == 404
    with pytest.raises(StepRefused):
        adapt(draft, title="x", organization=ministry, by=author, key=uuid.uuid4())
    assert not Solution.objects.filter(adapted_from__isnull=False).exists()


def test_an_adaptation_must_say_what_was_changed(parent):
    assert "adaptation_note" in make_solution(adapted_from=parent).missing()
    assert make_solution(adapted_from=parent, adaptation_note="Midwives.").missing() == {}


# The form


def test_the_form_takes_the_number_or_the_address_of_the_original(writer, author, ministry, parent):
    draft = make_solution(organization=ministry, author=author)
    assert "adaptation_note" not in writer.get(edit_url(draft, "story")).context["form"].fields

    save(writer, draft, "story", adapted_from=f"https://galaxy.example{parent.get_absolute_url()}")

    draft.refresh_from_db()
    page = writer.get(edit_url(draft, "story"))
    assert draft.adapted_from == parent
    assert page.context["form"]["adapted_from"].value() == parent.public_id
    assert "adaptation_note" in page.context["form"].fields


@pytest.mark.parametrize("text", ["SSG-S-999999", "a practice in Peru", "SSG-O-000001"])
def test_what_is_no_public_practice_is_refused_with_what_to_do(writer, author, ministry, text):
    draft = make_solution(organization=ministry, author=author)

    page = save(writer, draft, "story", adapted_from=text)

    assert "Copy it from the foot of its page" in page.context["form"].errors["adapted_from"][0]


def test_an_original_that_was_withdrawn_later_does_not_hold_up_the_form(writer, author, ministry, parent):
    draft = make_solution(organization=ministry, author=author, adapted_from=parent, adaptation_note="x")
    moderation.withdraw(parent, by=parent.author, note="Over.")

    page = save(writer, draft, "story", adapted_from=parent.public_id, adaptation_note="Midwives.")

    draft.refresh_from_db()
    assert page.status_code == 302
    assert (draft.adapted_from, draft.adaptation_note) == (parent, "Midwives.")


# Nothing goes back to itself


def test_form_service_and_database_refuse_a_circle(writer, author, ministry):
    first = make_solution(organization=ministry, author=author)
    publish(first)
    second = child_of(first)
    third = child_of(second)
    change = moderation.start_revision(first, by=author)

    page = save(writer, first, "story", adapted_from=third.public_id)

    assert "goes back to this practice itself" in page.context["form"].errors["adapted_from"][0]
    with pytest.raises(StepRefused):
        services.save_step(change, {"adapted_from": third.public_id}, by=author, seen={})
    for row in (first, change):
        with pytest.raises(IntegrityError), transaction.atomic():
            Solution.objects.filter(pk=row.pk).update(adapted_from=third)
    with pytest.raises(IntegrityError), transaction.atomic():
        Solution.objects.filter(pk=first.pk).update(adapted_from=first)


# Where it shows


def test_the_original_shows_the_tree_with_map_and_list_and_the_child_its_origin(parent):
    child = child_of(parent, title="Midwives screen newborns", adaptation_cost="40,000 USD", receives=["BOL"])
    grandchild = child_of(child, title="Fathers screen newborns", gives=["CHL"], receives=["CHL"])
    make_solution(title="Not public yet", adapted_from=parent)

    page = page_of(parent)
    response = Client().get(parent.get_absolute_url())
    branches = response.context["family"]["branches"]

    assert [(row["title"], row["level"], row["from"]) for row in branches] == [
        ("Midwives screen newborns", 1, ""),
        ("Fathers screen newborns", 2, "Midwives screen newborns"),
    ]
    assert branches[0]["url"] == child.get_absolute_url()
    assert "2 public adaptations of this practice" in page
    assert "40,000 USD" in page
    assert "Not public yet" not in page
    assert "<title>Chile: adapted</title>" in page
    assert "<title>Kenya: the original</title>" in page
    origin = Client().get(grandchild.get_absolute_url()).context["origin"]
    assert (origin["title"], origin["url"]) == (child.title, child.get_absolute_url())
    assert origin["told"] == [("What was changed", "Midwives do it.")]


def test_an_adaptation_that_is_withdrawn_leaves_its_own_adaptations_in_the_tree(parent):
    child = child_of(parent)
    grandchild = child_of(child)
    moderation.withdraw(child, by=child.author, note="Over.")

    branches = Client().get(parent.get_absolute_url()).context["family"]["branches"]
    origin = Client().get(grandchild.get_absolute_url()).context["origin"]

    assert [(row["id"], row["level"]) for row in branches] == [(grandchild.pk, 1)]
    assert (origin["title"], origin["url"], origin["number"]) == ("", "", child.public_id)


def test_a_line_of_forty_adaptations_is_shown_whole(parent):
    last = parent
    for _number in range(40):
        last = child_of(last)

    branches = Client().get(parent.get_absolute_url()).context["family"]["branches"]

    assert len(branches) == 40
    assert [row["level"] for row in branches[:5]] == [1, 2, 3, 4, 4]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_the_page_takes_the_same_statements_with_any_number_of_adaptations(
    client, parent, django_assert_max_num_queries, count
):
    for _number in range(count):
        child_of(parent)
    client.get(parent.get_absolute_url())

    with django_assert_max_num_queries(4):
        client.get(parent.get_absolute_url())


def test_the_list_says_that_it_was_adapted_as_long_as_it_is_so(client, parent):
    child = make_solution(adapted_from=parent, adaptation_note="Midwives.")

    def foot() -> list[str]:
        index()
        card = Document.objects.get(kind="solution", object_id=parent.pk).card
        return ["adapted" in card["badges"], b"Adapted elsewhere" in client.get(reverse("portal:solutions")).content]

    assert foot() == [False, False]
    publish(child)
    assert foot() == [True, True]
    moderation.withdraw(child, by=child.author, note="Over.")
    assert foot() == [False, False]


def test_a_change_that_names_another_original_moves_the_badge(parent):
    other, child = make_solution(published=True), child_of(parent)
    index()
    change = moderation.start_revision(child, by=child.author)
    Solution.objects.filter(pk=change.pk).update(adapted_from=other)
    change.refresh_from_db()

    publish(change)
    index()

    cards = {one: Document.objects.get(kind="solution", object_id=one.pk).card["badges"] for one in (parent, other)}
    assert {one: "adapted" in badges for one, badges in cards.items()} == {parent: False, other: True}


def test_the_people_of_the_original_are_told_once(parent):
    child = child_of(parent, title="Midwives screen newborns")
    publish(moderation.start_revision(child, by=child.author))

    told = Notification.objects.filter(kind="adaptations.published")

    assert [(one.user, one.url) for one in told] == [(parent.author, child.get_absolute_url())]
    assert "Midwives do it." in told[0].body


# What carries it


def test_a_change_keeps_the_original_and_exports_tell_it(parent):
    child = child_of(parent)

    change = moderation.start_revision(child, by=child.author)

    assert (change.adapted_from, change.adaptation_note) == (parent, "Midwives do it.")
    document = Client().get(reverse("solutions:export", args=[child.public_id.lower(), "docx"]))
    assert document.status_code == 200


def test_moderators_see_it_on_the_review_page(parent, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    moderator = make_moderator()
    child = make_solution(adapted_from=parent, adaptation_note="Midwives do it.")
    moderation.submit(child, by=child.author)
    client = Client()
    client.force_login(moderator)

    page = client.get(reverse("admin:review", args=["solution", child.pk]), follow=True).content.decode()

    assert "Midwives do it." in page
    assert "Nurses screen newborns" in page
