"""Where an organization stands, and changing it."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.moderation.editing import current_text, edit_mark
from galaxy.moderation.models import Status
from partners import offices, services
from partners.models import Membership, MembershipRole, Organization, Verification
from tests.factories import in_review, make_membership, make_moderator, make_organization, make_user
from tests.partners.answers import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user(name="Amina")


def text_of(organization: Organization, **changes):
    """What the form would send, with an untouched mark."""
    current = current_text(organization)
    data = answers(name=current.name, acronym=current.acronym, edit_mark=edit_mark(current))
    del data["creation_key"], data["position"], data["statement"]
    return {**data, **changes}


def edit(client, organization, **changes):
    return client.post(organization.get_edit_url(), text_of(organization, **changes))


def stations(client, organization):
    page = client.get(organization.get_status_url())
    return [(one["label"], one["done"], one["current"]) for one in page.context["stations"]]


def test_the_stations_of_a_registration(client, owner):
    organization = make_organization(owner=owner)
    client.force_login(owner)
    moderator = make_moderator()

    moderation.submit(organization, by=owner)
    waiting = stations(client, organization)
    moderation.claim(organization, by=moderator)
    reading = stations(client, organization)
    moderation.publish(organization, by=moderator)
    public = stations(client, organization)

    labels = ["Registered", "Waiting for a moderator", "In review", "Public"]
    assert waiting == list(zip(labels, [True, False, False, False], [False, True, False, False], strict=True))
    assert reading == list(zip(labels, [True, True, False, False], [False, False, True, False], strict=True))
    assert public == list(zip(labels, [True] * 4, [False, False, False, True], strict=True))


def test_what_was_not_accepted_says_why_and_can_be_sent_again(client, owner):
    organization = make_organization(owner=owner)
    moderator = make_moderator()
    in_review(organization, by=moderator)
    moderation.reject(organization, by=moderator, note="This is a person, not an organization.")
    client.force_login(owner)

    page = client.get(organization.get_status_url()).content.decode()
    edit(client, organization, name="Water Board")

    organization.refresh_from_db()
    assert "This is a person, not an organization." in page
    assert "Not accepted" in page
    assert (organization.status, organization.name) == (Status.SUBMITTED, "Water Board")


def test_remarks_stand_at_their_fields(client, owner):
    organization = make_organization(owner=owner)
    moderator = make_moderator()
    in_review(organization, by=moderator)
    moderation.add_remark(organization, by=moderator, field="description", text="Say what you do.")
    moderation.request_changes(organization, by=moderator, note="Almost there.")
    client.force_login(owner)

    status = client.get(organization.get_status_url()).content.decode()
    form = client.get(organization.get_edit_url()).content.decode()

    assert "Almost there." in status
    assert f'href="{organization.get_edit_url("description")}"' in status
    assert form.index("Say what you do.") < form.index('id="id_description"')


def test_sending_again_after_remarks(client, owner):
    organization = make_organization(owner=owner)
    moderator = make_moderator()
    in_review(organization, by=moderator)
    moderation.request_changes(organization, by=moderator, note="Almost there.")
    client.force_login(owner)

    answer = edit(client, organization, description="Brings clean water.")

    organization.refresh_from_db()
    assert answer.url == organization.get_status_url()
    assert (organization.status, organization.description) == (Status.SUBMITTED, "Brings clean water.")


def test_what_waits_can_be_changed_and_waits_anew(client, owner):
    organization = moderation.submit(make_organization(owner=owner), by=owner)
    client.force_login(owner)

    edit(client, organization, description="Brings clean water.")

    organization.refresh_from_db()
    assert (organization.status, organization.description) == (Status.SUBMITTED, "Brings clean water.")


def test_what_a_moderator_reads_is_not_changed_under_their_eyes(client, owner):
    organization = in_review(make_organization(owner=owner), by=make_moderator())
    client.force_login(owner)

    page = edit(client, organization, description="Brings clean water.")

    organization.refresh_from_db()
    assert page.context["form"].non_field_errors()[0].startswith("A moderator is reading it now")
    assert "Brings clean water." in page.content.decode()
    assert organization.description == "Looks after the public service."


def test_a_change_of_a_public_organization_waits_and_the_page_stays(client, owner):
    organization = make_organization(published=True, owner=owner, name="Water Board")
    client.force_login(owner)

    edit(client, organization, name="Water Authority")

    organization.refresh_from_db()
    revision = current_text(organization)
    assert organization.name == "Water Board"
    assert (revision.name, revision.status) == ("Water Authority", Status.SUBMITTED)
    assert {goal.number for goal in revision.goals.all()} == {3, 6}


def test_an_accepted_change_is_shown_and_the_marks_stay(client, owner):
    head = make_organization(published=True, owner=make_user())
    organization = make_organization(published=True, owner=owner, name="Water Board", parent=head)
    client.force_login(owner)
    edit(client, organization, name="Water Authority", parent=head.pk)
    offices.confirm(organization, by=head.author)
    services.mark(organization, Verification.VERIFIED, by=make_moderator())
    revision = current_text(organization)
    moderator = make_moderator()
    moderation.claim(revision, by=moderator)

    moderation.publish(revision, by=moderator)

    organization.refresh_from_db()
    assert (organization.name, organization.verification) == ("Water Authority", Verification.VERIFIED)
    assert organization.is_parent_confirmed


def test_another_headquarters_must_confirm_anew(owner):
    head, other = (make_organization(published=True, owner=make_user()) for _ in range(2))
    organization = make_organization(owner=owner, parent=head)
    offices.confirm(organization, by=head.author)
    organization.refresh_from_db()

    values = {"parent": other}
    services.change(organization, values, seen=edit_mark(organization), by=owner)

    organization.refresh_from_db()
    assert not organization.is_parent_confirmed
    assert other.author.notifications.filter(kind="partners.office_named").count() == 1


def test_the_second_of_two_editors_sees_the_difference_and_chooses(client, owner):
    organization = make_organization(published=True, owner=owner, name="Water Board")
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    late = text_of(organization, name="Water Office", goals=["6"])
    client.force_login(owner)
    edit(client, organization, name="Water Authority")
    client.force_login(editor)

    page = client.post(organization.get_edit_url(), late)
    again = client.post(organization.get_edit_url(), {**late, "edit_mark": page.context["form"]["edit_mark"].value()})

    assert page.status_code == 409
    assert page.context["differences"] == [
        ("Name", "Water Authority", "Water Office"),
        (
            "Sustainable Development Goals",
            "3. Good health and well-being, 6. Clean water and sanitation",
            "6. Clean water and sanitation",
        ),
    ]
    assert again.url == organization.get_status_url()
    assert current_text(organization).name == "Water Office"


def test_two_tabs_of_a_draft_are_told_too(client, owner):
    organization = make_organization(owner=owner, name="Water Board")
    late = text_of(organization, name="Water Office")
    client.force_login(owner)
    edit(client, organization, name="Water Authority")

    page = client.post(organization.get_edit_url(), late)

    organization.refresh_from_db()
    assert [difference[0] for difference in page.context["differences"]] == ["Name"]
    assert organization.name == "Water Authority"


def test_an_error_keeps_what_was_typed(client, owner):
    organization = make_organization(published=True, owner=owner)
    client.force_login(owner)

    page = edit(client, organization, name="", description="Brings clean water.")

    assert list(page.context["form"].errors) == ["name"]
    assert "Brings clean water." in page.content.decode()
    assert current_text(organization) == organization


@pytest.mark.parametrize("year", ["999", "2101", "x"])
def test_a_year_that_cannot_be_is_refused(client, owner, year):
    organization = make_organization(published=True, owner=owner)
    client.force_login(owner)

    assert list(edit(client, organization, year_founded=year).context["form"].errors) == ["year_founded"]


def test_what_the_form_does_not_have_is_ignored(client, owner):
    organization = make_organization(published=True, owner=owner)
    client.force_login(owner)

    edit(
        client, organization, status="published", verification="verified", author=make_user().pk, email_domains="a.org"
    )

    revision = current_text(organization)
    assert (revision.status, revision.verification, revision.author, revision.email_domains) == (
        Status.SUBMITTED,
        Verification.UNVERIFIED,
        owner,
        [],
    )


def test_the_headquarters_confirms_from_its_status_page(client, owner):
    head = make_organization(published=True, owner=owner, name="Water Union")
    office = make_organization(published=True, owner=make_user(), parent=head, name="Water Union in Fiji")
    client.force_login(owner)

    before = client.get(head.get_status_url()).content.decode()
    url = reverse("partners:confirm_office", args=[head.public_id.lower(), office.public_id.lower()])
    client.post(url)
    after = client.get(head.get_status_url()).content.decode()

    assert f'action="{url}"' in before
    assert f'action="{url}"' not in after


def test_what_does_not_name_it_is_not_confirmed(client, owner):
    head = make_organization(published=True, owner=owner)
    other = make_organization(published=True)
    client.force_login(owner)

    answer = client.post(reverse("partners:confirm_office", args=[head.public_id.lower(), other.public_id.lower()]))

    assert answer.status_code == 404


def test_people_of_a_duplicate_are_led_to_the_one_that_stays(client, owner):
    original = make_organization(published=True)
    twin = make_organization(published=True, owner=owner)
    moderation.mark_duplicate(twin, by=make_moderator(), of=original, note="The same")
    client.force_login(owner)

    response = client.get(twin.get_status_url(), follow=True)

    assert response.redirect_chain == [(original.get_status_url(), 302)]
    assert response.context["organization"] == original


def test_membership_reads_as_person_and_role(owner):
    organization = make_organization(owner=owner)

    assert str(Membership.objects.get(organization=organization)) == "Amina, Focal point"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "Usually this takes less than a working day"),
        (1, "Usually this takes 1 working day;"),
        (7, "Usually this takes 5 working days;"),
    ],
)
def test_the_usual_wait_is_told_in_working_days(client, owner, days, told):
    for _ in range(3):
        answered_after(days)
    organization = moderation.submit(make_organization(owner=owner), by=owner)
    client.force_login(owner)

    page = client.get(organization.get_status_url()).content.decode()

    assert told in page


def answered_after(days: int) -> None:
    organization = make_organization()
    monday = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
    moderator = make_moderator()
    with time_machine.travel(monday, tick=False):
        moderation.submit(organization, by=organization.author)
    with time_machine.travel(monday + datetime.timedelta(days=days), tick=False):
        moderation.claim(organization, by=moderator)
        moderation.publish(organization, by=moderator)
