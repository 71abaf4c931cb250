"""Goals and themes suggested from the text of a draft."""

import pytest
from django.core import signing
from django.urls import reverse

from solutions import services, suggestions
from solutions.models import Suggestion
from tests.factories import in_review, make_administrator, make_moderator, make_solution
from tests.solutions.typing import STEPS, edit_url, save, seen, start

pytestmark = pytest.mark.django_db

WATER = (
    "Village committees repair hand pumps and keep wells clean. Safe drinking water and latrines came to 300 villages. "
    "Sanitation and hygiene are taught, and water users pay for the upkeep of the wells. "
) * 3
EAU = (
    "Les comités des villages réparent les pompes et gardent les puits propres. De l’eau potable et des latrines pour "
    "300 villages. L’assainissement et l’hygiène sont enseignés, et les usagers paient l’entretien des puits. "
) * 3


@pytest.fixture
def draft(writer, ministry):
    solution = start(writer, ministry)
    save(writer, solution, "story", summary=WATER)
    solution.refresh_from_db()
    return solution


@pytest.fixture
def moderator(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return make_moderator()


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def office(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(make_administrator())
    return client


def offered(page):
    return [(offer.field, offer.code) for offer in page.context["offers"]]


def send(writer, page, address, **typed):
    return writer.post(address, {"seen": page.context["page"].seen, "offered": page.context["sealed"], **typed})


def kept(solution):
    return {(row.kind, row.code): row.kept for row in solution.suggestions.all()}


def test_the_form_offers_what_the_text_speaks_of_with_the_words_that_weighed_most(writer, draft):
    page = writer.get(edit_url(draft, "goals"))

    first = page.context["offers"][0]
    assert (first.field, first.code, first.name) == ("goals", "6", "6. Clean water and sanitation")
    assert any(word in first.reason for word in ("water", "sanitation", "hygiene"))
    assert first.reason in page.content.decode()
    assert ("themes", "water-sanitation") in offered(page)
    assert len([field for field, _code in offered(page) if field == "goals"]) <= 3


def test_a_tick_takes_one_and_what_was_kept_is_recorded(writer, draft):
    address = edit_url(draft, "goals")
    page = writer.get(address)

    send(writer, page, address, goals=["6"], themes=["water-sanitation"])

    draft.refresh_from_db()
    assert list(draft.goals.values_list("pk", flat=True)) == [6]
    assert [theme.code for theme in draft.themes.all()] == ["water-sanitation"]
    assert kept(draft) == {line: line in {("goals", "6"), ("themes", "water-sanitation")} for line in offered(page)}
    assert all(row.model.startswith("sdg-") for row in draft.suggestions.all())


def test_a_goal_is_kept_through_one_of_its_targets_and_no_longer_offered(writer, draft):
    address = edit_url(draft, "goals")

    send(writer, writer.get(address), address, targets=["6.1"])

    assert kept(draft)[("goals", "6")] is True
    assert ("goals", "6") not in offered(writer.get(address))


def test_what_is_taken_out_again_is_not_kept(writer, draft):
    address = edit_url(draft, "goals")
    send(writer, writer.get(address), address, goals=["6"])

    send(writer, writer.get(address), address, goals=["1"])

    assert kept(draft)[("goals", "6")] is False


def test_nothing_is_recorded_that_the_page_did_not_show(writer, draft):
    address = edit_url(draft, "goals")
    other = make_solution()
    forged = signing.dumps([other.pk, [["goals", "6", 0.9, "sdg-1"]]], salt=suggestions.SALT)

    for text in ("", "nonsense", forged):
        writer.post(address, {**STEPS["goals"], "seen": seen(writer, address), "offered": text})

    assert not Suggestion.objects.exists()


def test_a_draft_without_text_gets_no_offers(writer, ministry):
    page = writer.get(edit_url(start(writer, ministry, title="SSG"), "goals"))

    assert page.context["offers"] == []
    assert "Suggested from your text" not in page.content.decode()


def test_other_languages_are_read_by_vectors_and_without_them_left_alone(settings, writer, draft):
    draft.summary, draft.title, draft.tagline, draft.challenge, draft.approach, draft.language = (
        EAU,
        "",
        "",
        "",
        "",
        "fr",
    )
    with_vectors = {"use": "6", "none": ""}[settings.EMBEDDER]

    found = [offer.code for offer in suggestions.offers(draft, {}) if offer.field == "goals"]

    assert found[:1] == ([with_vectors] if with_vectors else [])


def test_words_alone_suggest_where_there_is_no_embedder(settings, draft):
    settings.EMBEDDER = "none"

    first = suggestions.offers(draft, {})[0]

    assert (first.code, first.model) == ("6", "sdg-1 words")


def test_offering_takes_no_query(draft, django_assert_num_queries):
    suggestions.offers(draft, {})  # the vocabulary is read

    with django_assert_num_queries(0):
        suggestions.offers(draft, {"goals": ["1"]})


def test_recording_takes_the_same_queries_for_any_number(draft, django_assert_num_queries):
    lines = [("goals", str(goal), 0.5, "sdg-1 both") for goal in (1, 2, 3)]

    with django_assert_num_queries(6):  # the transaction's two; insert; goals; themes; update
        services.record_suggestions(draft, lines)


def test_a_moderator_proposes_one_to_the_author_with_one_click(desk, moderator):
    item = in_review(make_solution(title="Wells", summary=WATER, goals=[1]), by=moderator)
    page = desk.get(reverse("admin:review", args=["solution", item.pk]))
    offer = next(offer for offer in page.context["review"].suggested if offer.code == "6")

    assert offer.name in page.content.decode()
    desk.post(
        reverse("admin:remark", args=["solution", item.pk]),
        {"field": offer.field, "text": "Your text also speaks of Goal 6."},
    )

    remarks = desk.get(reverse("admin:review", args=["solution", item.pk])).context["review"].remarks
    assert [remark.text for remark in remarks["goals"]] == ["Your text also speaks of Goal 6."]


def test_the_administration_says_how_many_were_kept(office, draft):
    services.record_suggestions(draft, [("goals", "6", 0.8, "sdg-1 both"), ("goals", "3", 0.2, "sdg-1 both")])
    draft.goals.add(6)
    services.record_suggestions(draft, [])
    address = reverse("admin:solutions_suggestion_changelist")

    assert "kept 1 of 2" in office.get(address).content.decode()
    assert "kept 0 of 1" in office.get(address, {"kept__exact": "0"}).content.decode()


def test_others_do_not_see_the_list_of_suggestions(client, draft, moderator):
    client.force_login(moderator)

    assert client.get(reverse("admin:solutions_suggestion_changelist")).status_code == 403
