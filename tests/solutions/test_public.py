"""The public page of a solution, and its picture."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from galaxy.core import images
from galaxy.moderation import services as moderation
from galaxy.taxonomy.labels import vocabulary
from solutions import services
from solutions.models import Resource, Solution, SolutionCountry, SolutionOrganization
from tests.core.test_images import file
from tests.factories import (
    in_review,
    make_channel,
    make_moderator,
    make_organization,
    make_solution,
    make_user,
    publish,
)
from tests.solutions.typing import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# What it shows


def test_a_summary_that_only_repeats_the_sections_is_left_out(visitor):
    sections = {name: f"The {name} in twenty words. " * 4 for name in ("challenge", "approach", "results")}
    repeating = make_solution(published=True, summary=" ".join(sections.values()), **sections)
    told = "Nurses screen all newborns in the villages. " * 6
    telling = make_solution(published=True, summary=told, **sections)

    assert visitor.get(repeating.get_absolute_url()).context["summary"] == ""
    assert visitor.get(telling.get_absolute_url()).context["summary"] == told


def test_every_field_that_is_filled_is_shown(visitor):
    solution = make_solution(
        title="Nurses screen newborns",
        tagline="No newborn unseen",
        challenge="The-challenge",
        approach="The-approach",
        results="The-results",
        innovation="The-innovation",
        sustainability="The-sustainability",
        replicability_conditions="The-conditions",
        lessons_learned="The-lessons",
        what_did_not_work="The-failure",
        enabling_factors="The-factors",
        scope="national",
        end_date="2021-03",
        budget_amount="250000.50",
        budget_currency="KES",
        inputs_in_kind="Forty days of trainers",
        beneficiary_groups=["women", "children"],
        languages=["en", "fr"],
        targets=["3.8"],
        goals=[3, 5],
    )
    fund = make_channel(published=True, name="Fund for nurses")
    solution.channels.add(fund)
    ally = make_organization(published=True, name="Ally of nurses")
    hidden = make_organization(name="Not public ally")
    SolutionOrganization.objects.create(solution=solution, organization=ally, role="implementer")
    SolutionOrganization.objects.create(solution=solution, organization=hidden, role="partner")
    SolutionOrganization.objects.create(solution=solution, name="Only named", role="funder")
    SolutionCountry.objects.create(solution=solution, country_id="TZA", role="facilitator", place="Arusha")
    Resource.objects.create(
        solution=solution, label="Report", url="https://r.example.org/", type="report", language="fr"
    )

    page = text_of(visitor.get(publish(solution).get_absolute_url()))

    for part in (
        "Good practice", "2019–2021", "No newborn unseen", "The-challenge", "The-approach", "The-results",
        "The-innovation", "The-sustainability", "The-conditions", "The-lessons", "The-failure", "The-factors",
        "National", "250,000.50 KES", "Forty days of trainers", "Women, Children", "English, French", "South-South",
        "Achieve universal health coverage", "Gender equality", "Fund for nurses", "Only named", "Not public ally",
        "Arusha", "Report", "r.example.org", solution.public_id, str(solution.practice_url),
    ):  # fmt: skip
        assert part in page, part
    assert f'href="{ally.get_absolute_url()}"' in page
    assert f'href="{fund.get_absolute_url()}"' in page
    assert hidden.public_id.lower() not in page


def test_gaps_are_told_only_where_a_reader_would_ask(visitor):
    solution = make_solution(published=True, what_did_not_work="", sustainability="", source_system="demo")

    page = text_of(visitor.get(solution.get_absolute_url()))

    assert page.count("The owner has not described this yet.") == 1
    assert "What makes it last" not in page


def test_a_text_in_another_language_is_marked(visitor):
    solution = make_solution(published=True, title="Infirmières au village", language="fr")

    english = text_of(visitor.get(solution.get_absolute_url()))
    with translation.override("fr"):
        french = text_of(visitor.get(solution.get_absolute_url()))

    assert '<h1 dir="auto" lang="fr">Infirmières au village</h1>' in english
    assert "Text in French" in english
    assert '<h1 dir="auto">Infirmières au village</h1>' in french


def test_an_imported_record_says_so_and_names_its_source(visitor):
    good = make_solution(published=True, source_system="demo", provenance={"source_url": "https://source.example.org/"})
    bad = make_solution(published=True, source_system="demo", provenance={"source_url": "javascript:alert(1)"})

    assert 'href="https://source.example.org/"' in text_of(visitor.get(good.get_absolute_url()))
    page = text_of(visitor.get(bad.get_absolute_url()))
    assert "Demonstration record" in page
    assert "javascript:" not in page


def test_it_says_when_its_owner_checked_it_and_how_to_cite_it(visitor):
    solution = make_solution(
        published=True, title="Nurses", organization=make_organization(published=True, name="Health")
    )
    Solution.objects.filter(pk=solution.pk).update(last_verified_on=datetime.date(2026, 3, 5))

    page = text_of(visitor.get(solution.get_absolute_url()))

    assert "Checked by its owner, March 2026" in page
    assert f"Health ({solution.published_at.year}). Nurses. Galaxy, {solution.public_id}. http" in page


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_takes_the_same_statements_for_any_length(visitor, django_assert_num_queries, count):
    vocabulary("en")
    countries = [code for code in vocabulary("en").countries if code not in ("KEN", "UGA")][:count]
    solution = make_solution(published=True, goals=[3], targets=["3.8"], receives=countries)
    for _ in range(min(count, 7)):
        make_solution(published=True, goals=[3], targets=["3.8"])

    visitor.get(solution.get_absolute_url())  # the first one reads what changed in the index
    # The record with what is close in meaning; the state of the index and what shares most in it; how many each
    # organization has.
    with django_assert_num_queries(4):
        page = visitor.get(solution.get_absolute_url())

    assert page.status_code == 200
    assert len(page.context["related"]) == min(count, 6)


def test_others_who_work_on_it_are_told_with_the_number_of_their_practices(visitor):
    solution = make_solution(published=True, targets=["3.8"])
    other = make_organization(published=True, name="Ministry of the Hills")
    for _ in range(2):
        make_solution(published=True, organization=other, targets=["3.8"])
    make_solution(published=True, organization=solution.organization, targets=["3.8"])
    make_solution(published=True, organization=make_organization(name="Not public"), targets=["3.8"])

    others = visitor.get(solution.get_absolute_url()).context["others"]

    assert [(each["title"], each["url"], each["reason"]) for each in others] == [
        ("Ministry of the Hills", other.get_absolute_url(), "2 practices on Health · In common: Goal 3")
    ]


def test_where_nobody_else_works_on_it_nothing_is_said(visitor):
    solution = make_solution(published=True)

    page = visitor.get(solution.get_absolute_url())

    assert page.context["others"] == []
    assert "Others working on this topic" not in text_of(page)


def test_related_ones_come_with_the_reason_nearest_first(visitor):
    solution = make_solution(published=True, targets=["3.8"], gives=["KEN"], receives=["UGA"])
    far = make_solution(published=True, title="Far", gives=["FJI"], receives=["TON"])
    near = make_solution(published=True, title="Near", targets=["3.8"], gives=["KEN"], receives=["TON"], language="fr")
    make_solution(published=True, title="Other", goals=[7], themes=["energy"], gives=["FJI"], receives=["TON"])
    make_solution(title="Draft", targets=["3.8"])

    found = visitor.get(solution.get_absolute_url()).context["related"]

    assert [(item["title"], item["reason"], item["language"]) for item in found] == [
        ("Near", "In common: target 3.8; Health; Kenya", "fr"),
        ("Far", "In common: Goal 3; Health", ""),
    ]
    assert (near.status, far.status) == ("published", "published")


def test_two_of_one_organization_are_related_by_it(visitor):
    ministry = make_organization(published=True)
    solution = make_solution(published=True, organization=ministry)
    make_solution(published=True, organization=ministry, goals=[7], themes=["energy"], gives=["FJI"], receives=["TON"])

    found = visitor.get(solution.get_absolute_url()).context["related"]

    assert [item["reason"] for item in found] == ["In common: the same organization"]


# Its address


def test_another_slug_and_upper_case_lead_to_the_present_address(visitor):
    solution = make_solution(published=True, title="New title")

    for public_id, slug in ((solution.public_id.lower(), "old-title"), (solution.public_id, "new-title")):
        answer = visitor.get(reverse("solutions:detail", args=[public_id, slug]))

        assert (answer.status_code, answer.url) == (301, solution.get_absolute_url())


def test_a_withdrawn_one_says_that_it_is_gone(visitor):
    solution = make_solution(published=True)
    moderation.withdraw(solution, by=solution.author, note="Outdated.")

    answer = visitor.get(solution.get_absolute_url())

    assert answer.status_code == 410
    assert solution.title not in answer.content.decode()


def test_a_duplicate_leads_to_the_original(visitor):
    original, moderator = make_solution(published=True), make_moderator()
    copy = in_review(make_solution(), by=moderator)
    moderation.mark_duplicate(copy, by=moderator, of=original, note="The same.")

    answer = visitor.get(copy.get_absolute_url())

    assert (answer.status_code, answer.url) == (301, original.get_absolute_url())


def test_whatever_is_not_public_looks_missing(visitor):
    moderator = make_moderator()
    waiting = make_solution()
    moderation.submit(waiting, by=waiting.author)
    rejected = in_review(make_solution(), by=moderator)
    moderation.reject(rejected, by=moderator, note="No.")
    never_public = make_solution()
    moderation.withdraw(never_public, by=never_public.author, note="No.")
    public = make_solution(published=True)
    revision = moderation.start_revision(public, by=public.author)

    missing = visitor.get("/en/solutions/ssg-s-999999/x/")
    answers = [
        visitor.get(f"/en/solutions/ssg-s-{item.pk:06d}/{item.slug}/")
        for item in (make_solution(), waiting, rejected, never_public, revision)
    ]

    assert {answer.status_code for answer in answers} == {missing.status_code} == {404}
    assert all(item.title not in a.content.decode() for a, item in zip(answers, [waiting] * 5, strict=True))


@pytest.mark.parametrize("public_id", ["ssg-s-", "ssg-o-000001", "1", "ssg-s-99999999999999999999999", "ssg-s-١"])
def test_what_is_no_number_is_missing(visitor, public_id):
    assert visitor.get(f"/en/solutions/{public_id}/x/").status_code == 404


def test_its_people_are_led_to_where_it_stands(writer, author, ministry):
    solution = make_solution(organization=ministry, author=author)

    assert writer.get(solution.get_absolute_url()).url == url("status", solution)


def test_its_people_see_what_they_may_do(visitor, writer, author, ministry):
    solution = make_solution(published=True, organization=ministry, author=author)

    assert "Change it" in text_of(writer.get(solution.get_absolute_url()))
    assert "Change it" not in text_of(visitor.get(solution.get_absolute_url()))


def test_browsers_ask_again_and_are_told_that_nothing_changed(visitor):
    solution = make_solution(published=True)

    first = visitor.get(solution.get_absolute_url())
    second = visitor.get(solution.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert "Last-Modified" in first
    assert second.status_code == 304


# Before it is public


def test_a_preview_is_for_its_people_and_moderators(writer, author, ministry):
    solution = make_solution(organization=ministry, author=author, title="Draft of nurses")
    moderator = Client()
    moderator.force_login(make_moderator())
    stranger = Client()
    stranger.force_login(make_user())

    own, theirs = writer.get(url("preview", solution)), moderator.get(url("preview", solution))

    assert "Draft of nurses" in text_of(own)
    assert "Go on writing" in text_of(own)
    assert "Go on writing" not in text_of(theirs)
    assert stranger.get(url("preview", solution)).status_code == 404
    assert "noindex" in text_of(own)


# Its picture


@pytest.fixture
def pictured(author, ministry) -> Solution:
    solution = make_solution(organization=ministry, author=author, image_alt="A nurse", consent_confirmed=True)
    return services.attach_image(solution, images.rewrite(file(), 10))


def test_a_picture_is_seen_by_all_once_it_is_public(visitor, pictured):
    address = pictured.cover_image.url
    before = visitor.get(address)
    solution = publish(pictured)

    after = visitor.get(address)

    assert before.status_code == 404
    assert (after.status_code, after["Content-Type"]) == (200, "image/jpeg")
    assert after["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert after["X-Content-Type-Options"] == "nosniff"
    assert after["Cache-Control"] == "public, max-age=604800"
    assert b"".join(after.streaming_content).startswith(b"\xff\xd8")
    assert f'src="{address}" alt="A nurse"' in text_of(visitor.get(solution.get_absolute_url()))


def test_before_that_its_people_and_moderators_see_it(writer, pictured):
    address = pictured.cover_image.url
    moderator, stranger = Client(), Client()
    moderator.force_login(make_moderator())
    stranger.force_login(make_user())

    answers = [client.get(address) for client in (writer, moderator, stranger)]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert "no-store" in answers[0]["Cache-Control"]
    for answer in answers[:2]:
        answer.close()


def test_a_picture_whose_file_is_lost_is_missing(visitor, pictured):
    solution = publish(pictured)
    solution.cover_image.storage.delete(solution.cover_image.name)

    assert visitor.get(solution.cover_image.url).status_code == 404


@pytest.mark.parametrize("path", ["covers/../../settings.py", "covers/x.svg", "covers/%2e%2e/a.jpg", "other/a.jpg"])
def test_nothing_else_is_served(visitor, path):
    assert visitor.get(f"/media/{path}").status_code == 404
