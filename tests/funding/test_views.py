"""The public page of a funding channel."""

import datetime

import pytest
from django.utils import timezone

from galaxy.moderation import services as moderation
from galaxy.taxonomy.models import CountryGroup
from partners.models import MembershipRole
from tests.factories import (
    make_channel,
    make_membership,
    make_moderator,
    make_organization,
    make_solution,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


TEXTS = [
    "Fund for visits (FFV)",
    "Pays for visits between ministries.",
    "United Nations trust fund",
    "Bank of the South",
    "Office of exchange",
    "Governments, Universities and research institutions",
    "At least three countries.",
    "Triangular",
    "10,000 to 35,000 USD",
    "Half by the partners",
    "Write to the focal point.",
    "Once a year",
    "30 April",
    "Active",
    "Last verified",
    'href="/en/groups/ldc/"',
    'href="/en/regions/africa/"',
    'href="/en/countries/KEN/"',
    'href="/en/themes/health/"',
    'href="/en/goals/3/"',
    'rel="ugc nofollow noopener"',
]


def test_every_filled_field_is_shown(client):
    provider = make_organization(published=True, name="Bank of the South")
    manager = make_organization(published=True, name="Office of exchange")
    channel = make_channel(
        published=True,
        name="Fund for visits",
        acronym="FFV",
        provider_organization=provider,
        manager_organization=manager,
        eligible_applicant_types=["government", "academia"],
        eligibility_note="At least three countries.",
        modalities=["triangular"],
        min_amount=10_000,
        max_amount=35_000,
        cofinancing_rule="Half by the partners",
        how_to_apply="Write to the focal point.",
        application_window="annual",
        deadline_note="30 April",
        channel_status="active",
        last_verified_on=timezone.localdate(),
    )
    channel.eligible_countries.set(["KEN"])
    channel.eligible_country_groups.set(CountryGroup.objects.filter(pk="ldc"))
    channel.eligible_regions.set(["africa"])
    channel.themes.set(["health"])
    channel.goals.set([3])

    page = client.get(channel.get_absolute_url()).content.decode()

    assert [text for text in [*TEXTS, channel.public_id] if text not in page] == []


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [(None, 35_000, "up to 35,000 USD"), (5_000, None, "from 5,000 USD"), (None, None, None)],
)
def test_an_amount_with_one_end_or_none(client, least, most, told):
    channel = make_channel(published=True, min_amount=least, max_amount=most)

    page = client.get(channel.get_absolute_url()).content.decode()

    assert told is None or told in page
    assert ("<dt>Amount</dt>" in page) == (told is not None)


def test_the_solutions_that_it_funded_are_listed(client):
    channel = make_channel(published=True)
    solution = make_solution(title="Visits of nurses")
    solution.channels.add(channel)
    make_solution(published=True, title="Something else")
    publish(solution)

    page = client.get(channel.get_absolute_url())

    assert [entry["title"] for entry in page.context["entries"]] == ["Visits of nurses"]
    assert "1 solution funded through it" in page.content.decode()


def test_a_check_of_long_ago_is_marked(client):
    old = timezone.localdate() - datetime.timedelta(days=200)
    channel = make_channel(published=True, last_verified_on=old)

    page = client.get(channel.get_absolute_url()).content.decode()

    assert 'class="fresh due"' in page


def test_a_provider_that_is_not_public_is_named_without_a_link(client):
    provider = make_organization(published=True, name="Bank of the South")
    channel = make_channel(published=True, provider_organization=provider)
    moderation.withdraw(provider, by=make_moderator(), note="Closed")

    page = client.get(channel.get_absolute_url()).content.decode()

    assert "Bank of the South" in page
    assert provider.get_absolute_url() not in page


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_takes_the_same_statements_for_any_length(client, django_assert_num_queries, count):
    channel = make_channel(published=True)
    for _ in range(count):
        solution = make_solution()
        solution.channels.add(channel)
        publish(solution)
    client.get(channel.get_absolute_url())

    with django_assert_num_queries(2):
        client.get(channel.get_absolute_url())


def test_another_slug_leads_to_the_address(client):
    channel = make_channel(published=True, name="Fund for visits")
    url = channel.get_absolute_url()

    answer = client.get(url.replace("fund-for-visits", "older-name"))

    assert (answer.status_code, answer.url) == (301, url)


def test_what_was_withdrawn_is_gone(client):
    channel = make_channel(published=True)
    moderation.withdraw(channel, by=make_moderator(), note="Closed")

    answer = client.get(channel.get_absolute_url())

    assert answer.status_code == 410


def test_a_duplicate_leads_to_the_original(client):
    original, twin = make_channel(published=True), make_channel(published=True)
    moderation.mark_duplicate(twin, by=make_moderator(), of=original, note="The same")

    answer = client.get(twin.get_absolute_url())

    assert (answer.status_code, answer.url) == (301, original.get_absolute_url())


def test_a_draft_looks_missing_to_others_and_shows_to_its_people(client):
    owner = make_user()
    provider = make_organization(published=True, owner=owner)
    viewer = make_membership(provider, role=MembershipRole.VIEWER).user
    channel = make_channel(provider_organization=provider, author=owner)
    answers = {}
    for name, user in {
        "visitor": None,
        "stranger": make_user(),
        "viewer": viewer,
        "owner": owner,
        "moderator": make_moderator(),
    }.items():
        client.logout()
        if user:
            client.force_login(user)
        answers[name] = client.get(channel.get_absolute_url()).status_code

    assert answers == {"visitor": 404, "stranger": 404, "viewer": 404, "owner": 200, "moderator": 200}


@pytest.mark.parametrize("public_id", ["ssg-f-999999", "ssg-o-000001", "1", "ssg-f-x"])
def test_ids_of_nothing_look_missing(client, public_id):
    assert client.get(f"/en/funding/{public_id}/a/").status_code == 404


def test_a_pending_change_has_no_address_of_its_own(client):
    channel = make_channel(published=True)
    revision = moderation.start_revision(channel, by=channel.author)

    answer = client.get(f"/en/funding/ssg-f-{revision.pk:06d}/{revision.slug}/")

    assert answer.status_code == 404
