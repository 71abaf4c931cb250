"""Offices and headquarters: either side begins, the other answers."""

import pytest
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from galaxy.search.models import IndexRequest
from partners import offices
from partners.models import MembershipRole, Organization
from tests.factories import make_membership, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make_user()


@pytest.fixture
def headquarters(chief):
    return make_organization(published=True, owner=chief, name="Agency of Rain", type="un_entity", country_id=None)


@pytest.fixture
def local():
    return make_user()


@pytest.fixture
def office(local):
    return make_organization(published=True, owner=local, name="Rain, Kisumu")


def address(name, organization):
    return reverse(f"partners:{name}", args=[organization.public_id.lower()])


def told(user):
    return [line.kind for line in user.notifications.order_by("pk")]


def test_headquarters_claim_an_office_and_the_office_says_yes(client, headquarters, chief, office, local):
    client.force_login(chief)
    client.post(address("offices", headquarters), {"office": office.public_id.lower()})
    client.get(headquarters.get_status_url())
    before = client.get(headquarters.get_absolute_url()).content.decode()
    client.force_login(local)
    asked = client.get(office.get_status_url()).content.decode()
    client.post(address("answer_claim", office), {"accept": "1"})

    after = client.get(headquarters.get_absolute_url()).content.decode()
    page = client.get(office.get_absolute_url()).content.decode()
    assert "Rain, Kisumu" not in before
    assert "<bdi>Agency of Rain</bdi> says that you are one of its offices." in asked
    assert "Rain, Kisumu" in after
    assert "not yet confirmed" not in page
    assert headquarters.get_absolute_url() in page
    assert "partners.office_claimed" in told(local)
    assert "partners.claim_agreed" in told(chief)


def test_the_office_says_no_and_nothing_is_shown(client, headquarters, chief, office, local):
    offices.claim(office, headquarters=headquarters, by=chief)
    client.force_login(local)

    client.post(address("answer_claim", office))

    office.refresh_from_db()
    assert (office.parent, office.claimed_by_parent) == (None, None)
    assert "partners.claim_refused" in told(chief)
    assert "Is this your headquarters?" not in client.get(office.get_status_url()).content.decode()


def test_an_office_that_named_its_headquarters_is_confirmed_by_the_claim(client, headquarters, chief, office):
    Organization.objects.filter(pk=office.pk).update(parent=headquarters)
    client.force_login(chief)

    page = client.post(address("offices", headquarters), {"office": "rain, kisumu"}, follow=True)

    office.refresh_from_db()
    assert office.is_parent_confirmed
    assert "Rain, Kisumu is now shown as your office." in page.content.decode()


def test_a_claim_is_told_once(headquarters, chief, office, local):
    offices.claim(office, headquarters=headquarters, by=chief)
    offices.claim(office, headquarters=headquarters, by=chief)

    assert told(local).count("partners.office_claimed") == 1


def test_the_pending_change_of_the_office_does_not_undo_it(headquarters, chief, office, local):
    change = moderation.start_revision(office, by=local)
    offices.claim(office, headquarters=headquarters, by=chief)

    offices.agree(office, by=local)

    change.refresh_from_db()
    assert change.parent == headquarters
    assert IndexRequest.objects.filter(object_id=office.pk).exists()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "This field is required."),
        ("Nowhere", "No public organization has this number or name. An office registers itself first."),
    ],
)
def test_what_is_no_office_is_told(client, headquarters, chief, typed, answer):
    client.force_login(chief)

    page = client.post(address("offices", headquarters), {"office": typed})

    assert page.context["form"].errors == {"office": [answer]}


def test_of_several_with_the_same_name_the_number_is_asked_for(client, headquarters, chief, office):
    other = make_organization(published=True, name="Rain, Kisumu")
    client.force_login(chief)

    page = client.post(address("offices", headquarters), {"office": "Rain, Kisumu"})

    [answer] = page.context["form"].errors["office"]
    assert [one.public_id in answer for one in (office, other)] == [True, True]


def test_headquarters_do_not_claim_themselves(client, headquarters, chief):
    client.force_login(chief)

    page = client.post(address("offices", headquarters), {"office": headquarters.public_id})

    assert page.context["form"].errors == {"office": ["An organization is not its own office."]}


def test_who_has_offices_is_no_office(headquarters, chief, office):
    make_organization(published=True, parent=office)

    with pytest.raises(StepRefused, match="has offices of its own"):
        offices.claim(office, headquarters=headquarters, by=chief)


def test_an_office_has_no_offices(chief, office):
    middle = make_organization(published=True, owner=chief, parent=make_organization(published=True))

    with pytest.raises(StepRefused, match="not an office itself"):
        offices.claim(office, headquarters=middle, by=chief)


def test_the_office_of_somebody_else_is_not_claimed(headquarters, chief, office):
    other = make_organization(published=True)
    Organization.objects.filter(pk=office.pk).update(parent=other, confirmed_parent=other)

    with pytest.raises(StepRefused, match="office of another organization"):
        offices.claim(office, headquarters=headquarters, by=chief)


@pytest.mark.parametrize("role", [MembershipRole.CONTRIBUTOR, None])
def test_others_neither_claim_nor_answer(headquarters, chief, office, role):
    person = make_user()
    if role:
        make_membership(headquarters, person, role)
        make_membership(office, person, role)

    with pytest.raises(StepRefused):
        offices.claim(office, headquarters=headquarters, by=person)
    offices.claim(office, headquarters=headquarters, by=chief)
    with pytest.raises(StepRefused):
        offices.agree(office, by=person)


def test_a_moderator_answers_for_an_office_without_a_focal_point(headquarters, chief):
    office = make_organization(published=True, name="Rain, Kisumu")
    offices.claim(office, headquarters=headquarters, by=chief)

    offices.agree(office, by=make_moderator())

    office.refresh_from_db()
    assert office.is_parent_confirmed


def test_a_claim_is_answered_once(headquarters, chief, office, local):
    offices.claim(office, headquarters=headquarters, by=chief)
    offices.disagree(office, by=local)

    with pytest.raises(StepRefused, match="any more"):
        offices.agree(office, by=local)
