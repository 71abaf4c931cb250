"""Organizations in the administration."""

import pytest
from django.urls import reverse

from partners.models import MembershipRole, Verification
from tests.factories import make_administrator, make_membership, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db

LIST = "/en/admin/partners/organization/"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def act(client, name, organization):
    return client.post(LIST, {"action": name, "_selected_action": [organization.pk]}, follow=True)


def test_members_are_shown_and_cannot_be_changed(client):
    owner = make_user(name="Amina")
    organization = make_organization(published=True, owner=owner)
    client.force_login(make_administrator())

    page = client.get(reverse("admin:partners_organization_change", args=[organization.pk])).content.decode()

    assert "Amina" in page
    assert 'name="memberships-0-role"' not in page


def test_a_moderator_gives_and_takes_the_mark(client):
    organization = make_organization(published=True)
    client.force_login(make_moderator())

    act(client, "mark_verified", organization)
    organization.refresh_from_db()
    given = organization.verification
    act(client, "mark_unverified", organization)
    organization.refresh_from_db()

    assert (given, organization.verification) == (Verification.VERIFIED, Verification.UNVERIFIED)


def test_a_moderator_of_the_organization_gives_no_mark(client):
    organization = make_organization(published=True)
    moderator = make_membership(organization, make_moderator(), MembershipRole.EDITOR).user
    client.force_login(moderator)

    page = act(client, "mark_verified", organization).content.decode()

    organization.refresh_from_db()
    assert organization.verification == Verification.UNVERIFIED
    assert "somebody else decides" in page


@pytest.mark.parametrize("make", [make_user, None])
def test_nobody_else_gets_in(client, make):
    if make:
        client.force_login(make())

    assert client.get(LIST).status_code in {302, 403}


def test_the_list_finds_by_acronym(client):
    make_organization(published=True, name="Water Board", acronym="WB")
    make_organization(published=True, name="Roads Board", acronym="RB")
    client.force_login(make_moderator())

    page = client.get(LIST, {"q": "WB"}).content.decode()

    assert ("Water Board" in page, "Roads Board" in page) == (True, False)
