"""The public page of an organization."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from galaxy.moderation import services as moderation
from partners import offices
from partners.models import MembershipRole, Organization, Verification
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


def get(client, organization) -> str:
    return client.get(organization.get_absolute_url()).content.decode()


def test_every_filled_field_is_shown(client):
    organization = make_organization(
        published=True,
        name="Water Board",
        acronym="WB",
        website="https://www.water.example.org/",
        role_in_sstc=["provider", "funder"],
        year_founded=1963,
        verification=Verification.VERIFIED,
    )
    organization.countries_of_operation.set(["UGA"])
    organization.themes.set(["health"])
    organization.goals.set([6])

    page = get(client, organization)

    for text in (
        "Water Board (WB)",
        "Government ministry",
        "Kenya",
        "Verified organization",
        "Looks after the public service.",
        'href="https://www.water.example.org/" rel="ugc nofollow noopener"',
        'href="/en/countries/UGA/"',
        'href="/en/themes/health/"',
        'href="/en/goals/6/"',
        "Provides, Funds",
        "1963",
        organization.public_id,
    ):
        assert text in page, text


def test_what_is_empty_is_left_out(client):
    organization = make_organization(published=True, country_id=None, type="ifi")
    Organization.objects.filter(pk=organization.pk).update(website="")

    page = get(client, organization)

    for text in ("Seat", "Founded in", "Works in", "Role in cooperation", "Verified organization", "ugc"):
        assert text not in page


def test_its_solutions_and_channels_stand_newest_first(client):
    organization = make_organization(published=True)
    make_solution(published=True, organization=organization, title="Older")
    make_channel(published=True, provider_organization=organization, name="Newer")
    make_solution(published=True, title="Of somebody else")
    make_solution(organization=organization, title="Draft")

    page = client.get(organization.get_absolute_url())

    assert [entry["title"] for entry in page.context["entries"]] == ["Newer", "Older"]
    assert "2 records shared" in page.content.decode()


def test_ten_are_shown_and_the_list_leads_to_all(client):
    organization = make_organization(published=True)
    for number in range(11):
        make_channel(published=True, provider_organization=organization, name=f"Fund {number}")

    page = client.get(organization.get_absolute_url())

    assert len(page.context["entries"]) == 10
    assert f'href="/en/search/?organization={organization.pk}">See all 11</a>' in page.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_a_visitor_costs_two_statements_for_any_length(client, django_assert_num_queries, count):
    organization = make_organization(published=True, parent=make_organization(published=True))
    for _ in range(count):
        make_channel(published=True, provider_organization=organization)
        make_organization(published=True, parent=organization, confirmed_parent=organization)
    client.get(organization.get_absolute_url())

    with django_assert_num_queries(2):
        client.get(organization.get_absolute_url())


def test_an_office_says_that_its_headquarters_has_not_confirmed(client):
    head = make_organization(published=True, owner=make_user(), name="Water Union")
    office = make_organization(published=True, parent=head, name="Water Union in Fiji")

    before, of_head = get(client, office), get(client, head)
    offices.confirm(office, by=head.author)
    after, with_office = get(client, office), get(client, head)

    assert f'Office of <a href="{head.get_absolute_url()}">Water Union</a>' in before
    assert ("not yet confirmed" in before, "not yet confirmed" in after) == (True, False)
    assert ("Water Union in Fiji" in of_head, "Water Union in Fiji" in with_office) == (False, True)


def test_a_headquarters_that_is_gone_is_named_without_a_link(client):
    head = make_organization(published=True, name="Water Union")
    office = make_organization(published=True, parent=head)
    moderation.withdraw(head, by=make_moderator(), note="Closed")

    page = get(client, office)

    assert "Office of Water Union" in page
    assert head.get_absolute_url() not in page


def test_an_imported_record_says_where_it_is_from(client):
    organization = make_organization(
        published=True, source_system="demo", provenance={"source_url": "https://source.example.org/"}
    )

    page = get(client, organization)

    assert "Demonstration record" in page
    assert 'href="https://source.example.org/" rel="ugc nofollow noopener"' in page


@pytest.mark.parametrize("name", ["Water Board", "وزارة المياه", "水务局", "Members", "Status"])
def test_the_address_is_reached_and_an_older_one_leads_there(client, name):
    organization = make_organization(published=True, name=name)
    url = organization.get_absolute_url()

    answer = client.get(f"/en/organizations/{organization.public_id}/an-older-name/")

    assert client.get(url).status_code == 200
    assert (answer.status_code, answer.url) == (301, url)


def test_what_was_withdrawn_is_gone(client):
    organization = make_organization(published=True)
    moderation.withdraw(organization, by=make_moderator(), note="Closed")

    assert client.get(organization.get_absolute_url()).status_code == 410


def test_what_was_withdrawn_before_it_was_public_looks_missing(client):
    organization = make_organization()
    moderation.withdraw(organization, by=organization.author, note="Mistake")

    assert client.get(organization.get_absolute_url()).status_code == 404


def test_a_duplicate_leads_to_the_original(client):
    original, twin = make_organization(published=True), make_organization(published=True)
    moderation.mark_duplicate(twin, by=make_moderator(), of=original, note="The same")

    answer = client.get(twin.get_absolute_url())

    assert (answer.status_code, answer.url) == (301, original.get_absolute_url())


def test_a_pending_change_has_no_address_of_its_own(client):
    organization = make_organization(published=True)
    revision = moderation.start_revision(organization, by=organization.author)
    client.force_login(make_moderator())

    assert client.get(f"/en/organizations/ssg-o-{revision.pk:06d}/{revision.slug}/").status_code == 404


def test_its_people_and_moderators_see_it_before_it_is_public(client):
    organization = make_organization(owner=make_user())
    pages = []
    for user in (make_membership(organization, role=MembershipRole.VIEWER).user, make_moderator()):
        client.force_login(user)
        pages.append(get(client, organization))

    assert ["Only its people and moderators see this page." in page for page in pages] == [True, True]


def test_a_member_finds_the_way_to_take_care(client):
    owner = make_user()
    organization = make_organization(published=True, owner=owner)
    client.force_login(owner)

    page = get(client, organization)

    assert organization.get_status_url() in page
    assert reverse("partners:join", args=[organization.public_id.lower()]) not in page


def test_another_slug_of_a_draft_leads_on_only_for_now(client):
    owner = make_user()
    organization = make_organization(owner=owner)
    client.force_login(owner)

    answer = client.get(f"/en/organizations/{organization.public_id}/x/")

    assert answer.status_code == 302


def test_walking_the_ids_shows_nothing_that_is_not_public(client):
    public = make_organization(published=True)
    hidden = [make_organization(), moderation.submit(make_organization(), by=make_user())]
    rejected = make_organization()
    moderator = make_moderator()
    moderation.submit(rejected, by=rejected.author)
    moderation.claim(rejected, by=moderator)
    moderation.reject(rejected, by=moderator, note="No")
    ids = [public.pk, *(one.pk for one in hidden), rejected.pk, rejected.pk + 1000]

    answers = [client.get(f"/en/organizations/ssg-o-{pk:06d}/x/").status_code for pk in ids]

    assert answers == [301, 404, 404, 404, 404]


def test_what_publishing_takes_with_it_is_found(client):
    organization = publish(make_organization(owner=make_user()))

    assert client.get(organization.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("who", "sees"),
    [("visitor", ["public"]), ("stranger", ["public"]), ("viewer", ["public"]), ("owner", ["draft", "public"])],
)
def test_queries_show_public_ones_and_those_that_one_writes_for(who, sees):
    owner = make_user()
    draft = make_organization(owner=owner, name="draft")
    make_organization(published=True, name="public")
    users = {
        "visitor": AnonymousUser(),
        "stranger": make_user(),
        "viewer": make_membership(draft, role=MembershipRole.VIEWER).user,
        "owner": owner,
    }

    found = Organization.objects.visible_to(users[who])

    assert sorted(organization.name for organization in found) == sees
