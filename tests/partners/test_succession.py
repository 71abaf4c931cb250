"""A focal point who does not answer: members are asked, then moderators, and a successor is named."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Mail, Notification
from galaxy.notifications.services import mark_read
from partners import succession
from partners.models import Membership, MembershipRole, Succession
from partners.tasks import look_for_successors
from tests.factories import make_membership, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def owner(clock):
    return make_user(name="Silent Sam")


@pytest.fixture
def organization(owner):
    return make_organization(published=True, owner=owner, name="Ministry of Rain")


@pytest.fixture
def editor(organization):
    return make_membership(organization, make_user(name="Ed Itor"), MembershipRole.EDITOR)


@pytest.fixture
def contributor(organization):
    return make_membership(organization, make_user(name="Con Tributor"), MembershipRole.CONTRIBUTOR)


def asked(owner):
    """Leave a message that waits for an answer."""
    return Notification.objects.create(user=owner, kind="partners.join_requested", subject="May I join?", body="x")


def told(kind):
    return sorted(line.user.email for line in Notification.objects.filter(kind=f"partners.{kind}"))


def moderators():
    return sorted(User.objects.filter(role=Role.MODERATOR).values_list("email", flat=True))


def days_later(clock, days):
    clock.shift(DAY * days)
    look_for_successors()


def address(organization):
    return reverse("partners:successor", args=[organization.public_id.lower()])


def test_after_sixty_days_of_silence_the_other_members_are_asked_once(clock, organization, owner, editor, contributor):
    viewer = make_membership(organization, role=MembershipRole.VIEWER)
    asked(owner)

    days_later(clock, 59)
    before = told("successor_wanted")
    days_later(clock, 1)
    days_later(clock, 1)

    assert before == []
    assert told("successor_wanted") == sorted([editor.user.email, contributor.user.email])
    assert Mail.objects.filter(to=editor.user.email, subject__startswith="Who is to be the focal point").count() == 1
    assert viewer.user.email not in told("successor_wanted")


def test_who_was_asked_nothing_is_not_silent(clock, organization, owner, editor):
    assert owner.notifications.unread().exists()

    days_later(clock, 400)

    assert not Succession.objects.exists()


def test_signing_in_after_the_message_is_a_sign_of_life(clock, client, organization, owner, editor):
    asked(owner)
    clock.shift(DAY * 30)
    client.force_login(owner)

    days_later(clock, 40)

    assert not Succession.objects.exists()


def test_reading_another_message_is_a_sign_of_life(clock, organization, owner, editor):
    asked(owner)
    clock.shift(DAY * 30)
    mark_read(owner, asked(owner).pk)

    days_later(clock, 40)

    assert not Succession.objects.exists()


def bounce(owner, clock):
    Mail.objects.create(to=owner.email, subject="x", tries_count=9, error="550 no such user")
    clock.shift(DAY)
    Mail.objects.create(to="other@example.org", subject="x", sent_at=timezone.now())


def test_mail_that_does_not_arrive_for_sixty_days_counts_as_well(clock, organization, owner, editor):
    mark_read(owner)
    clock.shift(DAY)
    bounce(owner, clock)

    days_later(clock, 60)

    assert Succession.objects.get().reason == Succession.Reason.BOUNCED
    body = Mail.objects.get(to=editor.user.email, subject__startswith="Who is to be").body
    assert "Mail to Silent Sam, the focal point, has not arrived for 60 days." in body


def test_whose_account_is_closed_is_silent_as_well(clock, organization, owner, editor):
    User.objects.filter(pk=owner.pk).update(is_active=False)

    days_later(clock, 60)

    assert Succession.objects.get().owner == owner


def test_a_mail_server_that_is_down_for_all_makes_nobody_silent(clock, organization, owner, editor):
    mark_read(owner)
    clock.shift(DAY)
    Mail.objects.create(to=owner.email, subject="x", tries_count=9, error="no route to host")

    days_later(clock, 61)

    assert not Succession.objects.exists()


def test_after_two_more_weeks_a_moderator_is_asked_once(clock, organization, owner, editor):
    asked(owner)
    days_later(clock, 60)

    days_later(clock, 13)
    before = told("successor_not_named")
    days_later(clock, 1)
    days_later(clock, 1)

    assert before == []
    assert told("successor_not_named") == moderators()


def test_without_other_members_a_moderator_is_asked_at_once(clock, organization, owner):
    asked(owner)

    days_later(clock, 60)

    assert told("successor_wanted") == []
    assert told("successor_not_named") == moderators()


def test_it_ends_by_itself_when_the_focal_point_signs_in(clock, client, organization, owner, editor):
    asked(owner)
    days_later(clock, 60)
    clock.shift(DAY)
    client.force_login(owner)

    days_later(clock, 1)

    assert Succession.objects.get().outcome == Succession.Outcome.RETURNED


def test_a_member_names_another_who_takes_over_at_once(clock, client, organization, owner, editor, contributor):
    asked(owner)
    days_later(clock, 60)
    client.force_login(contributor.user)

    page = client.get(address(organization)).content.decode()
    answer = client.post(address(organization), {"to": editor.pk}, follow=True)

    assert "Ed Itor" in page
    assert "Ed Itor is the focal point now." in answer.content.decode()
    roles = dict(Membership.objects.filter(organization=organization).values_list("user__name", "role"))
    assert roles == {"Silent Sam": "editor", "Ed Itor": "owner", "Con Tributor": "contributor"}
    assert told("handed_over") == [editor.user.email]
    assert owner.email in told("new_focal_point")
    assert Succession.objects.get().outcome == Succession.Outcome.NAMED


def test_who_was_named_is_not_silent_at_once(clock, organization, owner, editor, contributor):
    asked(owner)
    asked(editor.user)
    days_later(clock, 60)
    succession.name(organization, to=editor, by=contributor.user)

    days_later(clock, 1)

    assert not Succession.objects.open().exists()


def test_nobody_names_oneself(clock, client, organization, owner, editor):
    asked(owner)
    days_later(clock, 60)
    client.force_login(editor.user)

    page = client.post(address(organization), {"to": editor.pk})

    assert list(page.context["form"].errors) == ["to"]
    with pytest.raises(StepRefused, match="Name somebody else"):
        succession.name(organization, to=editor, by=editor.user)


def test_a_moderator_names_whom_the_members_could_not(clock, client, organization, owner, editor):
    moderator = make_moderator()
    asked(owner)
    days_later(clock, 60)
    client.force_login(moderator)

    client.post(address(organization), {"to": editor.pk})

    editor.refresh_from_db()
    assert editor.role == MembershipRole.OWNER


def test_a_moderator_takes_the_role_away_where_nobody_is_left(clock, client, organization, owner):
    moderator = make_moderator()
    asked(owner)
    days_later(clock, 60)
    client.force_login(moderator)

    client.post(address(organization), {"to": ""})

    assert not Membership.objects.owners().filter(organization=organization).exists()
    assert Succession.objects.get().outcome == Succession.Outcome.VACANT
    assert client.get(reverse("partners:members", args=[organization.public_id.lower()])).status_code == 200


def test_a_member_must_choose(clock, client, organization, owner, editor, contributor):
    asked(owner)
    days_later(clock, 60)
    client.force_login(editor.user)

    page = client.post(address(organization), {"to": ""})

    assert page.context["form"].errors == {"to": ["Choose who is to be the focal point."]}


@pytest.mark.parametrize("who", ["owner", "viewer", "stranger"])
def test_others_name_nobody(clock, organization, owner, editor, contributor, who):
    viewer = make_membership(organization, role=MembershipRole.VIEWER)
    asked(owner)
    days_later(clock, 60)
    by = {"owner": owner, "viewer": viewer.user, "stranger": make_user()}[who]

    with pytest.raises(StepRefused):
        succession.name(organization, to=editor, by=by)


def test_while_the_focal_point_answers_nobody_is_named(organization, editor, contributor):
    with pytest.raises(StepRefused, match="who answers"):
        succession.name(organization, to=editor, by=contributor.user)


def test_who_is_no_member_any_more_is_not_named(clock, organization, owner, editor):
    asked(owner)
    days_later(clock, 60)
    Membership.objects.filter(pk=editor.pk).update(state="removed")

    with pytest.raises(StepRefused, match="another member"):
        succession.name(organization, to=editor, by=make_moderator())


def test_an_organization_that_nobody_takes_care_of_is_dormant_until_somebody_does(
    clock, client, organization, owner, editor
):
    asked(owner)
    days_later(clock, 60)
    days_later(clock, 14)
    days_later(clock, 59)
    before = client.get(organization.get_absolute_url()).content.decode()
    days_later(clock, 1)
    dormant = client.get(organization.get_absolute_url()).content.decode()

    succession.name(organization, to=editor, by=make_moderator())

    after = client.get(organization.get_absolute_url()).content.decode()
    told_in = ["Nobody has answered for this organization since" in page for page in (before, dormant, after)]
    assert told_in == [False, True, False]


def test_the_status_page_leads_there(clock, client, organization, owner, editor):
    asked(owner)
    days_later(clock, 60)
    client.force_login(editor.user)

    assert address(organization) in client.get(organization.get_status_url()).content.decode()


def test_only_public_organizations_are_looked_at(clock, owner, editor):
    hidden = make_organization(owner=owner)
    make_membership(hidden, role=MembershipRole.EDITOR)
    asked(owner)

    days_later(clock, 60)

    assert [one.organization for one in Succession.objects.all()] == [editor.organization]


def test_begun_twice_it_is_one(clock, organization, owner, editor):
    asked(owner)
    clock.shift(DAY * 60)
    [silent] = succession.silent_owners(timezone.now())

    first, second = (
        succession.begin(silent, reason=Succession.Reason.SILENT, now=timezone.now()) for _time in range(2)
    )

    assert (first is None, second is None) == (False, True)
