"""Members, invitations, requests, hand-over and offices."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Mail, Notification
from partners import offices, services
from partners.models import Invitation, Membership, MembershipRole, MembershipState
from tests.factories import make_administrator, make_membership, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db


def verified(email: str, **fields) -> User:
    user = make_user(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def owner():
    return make_user(name="Amina")


@pytest.fixture
def organization(owner):
    return make_organization(published=True, owner=owner, name="Water Board")


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


def invitation_to(organization, email="new@example.org", role=MembershipRole.EDITOR, by=None) -> Invitation:
    return services.invite(organization, email=email, role=role, by=by or organization.author)


def requested(organization, user=None) -> Membership:
    return services.ask_to_join(organization, position="Engineer", by=user or make_user(name="Bao"))


def test_an_invitation_is_mailed_with_a_signed_address(organization, owner):
    invitation = invitation_to(organization, email="New@Example.org")

    mail = Mail.objects.get(to="new@example.org")
    assert mail.subject == "Amina invites you to join Water Board"
    assert services.invitation_url(invitation) in mail.body
    assert invitation.expires_at.date() == (timezone.now() + datetime.timedelta(days=14)).date()


def test_who_has_an_account_finds_the_invitation_in_the_inbox_too(organization):
    user = make_user(email="new@example.org")

    invitation = invitation_to(organization)

    assert Notification.objects.get(user=user).url == services.invitation_url(invitation)
    assert Mail.objects.filter(to="new@example.org").count() == 1


def test_accepting_gives_the_role_and_tells_who_takes_care(organization, owner):
    user = verified("new@example.org", name="Chen")
    invitation = invitation_to(organization)

    membership = services.accept_invitation(invitation, by=user)

    assert (membership.state, membership.role) == (MembershipState.ACTIVE, MembershipRole.EDITOR)
    assert "Chen has joined Water Board" in told(owner)


def test_an_invitation_works_once(organization):
    user = verified("new@example.org")
    invitation = invitation_to(organization)
    services.accept_invitation(invitation, by=user)

    with pytest.raises(StepRefused):
        services.accept_invitation(invitation, by=user)


def test_an_invitation_is_for_the_invited_address_only(organization):
    invitation = invitation_to(organization)

    with pytest.raises(StepRefused, match="another e-mail address"):
        services.accept_invitation(invitation, by=verified("other@example.org"))


def test_an_address_that_was_not_verified_is_nobodys(organization):
    user = make_user(email="new@example.org")
    EmailAddress.objects.create(user=user, email="new@example.org", verified=False)
    invitation = invitation_to(organization)

    with pytest.raises(StepRefused, match="another e-mail address"):
        services.accept_invitation(invitation, by=user)


def test_an_invitation_ends_after_two_weeks(organization):
    user = verified("new@example.org")
    invitation = invitation_to(organization)
    token = signing.dumps(invitation.pk, salt=services.SALT)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, minutes=1)):
        read = services.read_token(token)
        with pytest.raises(StepRefused, match="too old"):
            services.accept_invitation(invitation, by=user)

    assert read is None


@pytest.mark.parametrize("token", ["", "1", "abc:def:ghi"])
def test_a_made_up_token_is_no_invitation(token):
    assert services.read_token(token) is None


def test_a_token_signed_for_something_else_is_no_invitation(organization):
    invitation = invitation_to(organization)

    assert services.read_token(signing.dumps(invitation.pk)) is None


def test_sending_again_makes_the_older_address_stop(organization, owner):
    user = verified("new@example.org")
    first = invitation_to(organization)

    second = services.resend(first, by=owner)

    with pytest.raises(StepRefused):
        services.accept_invitation(first, by=user)
    assert services.accept_invitation(second, by=user).is_active


def test_inviting_the_same_person_twice_leaves_one_open(organization):
    invitation_to(organization)
    second = invitation_to(organization, email="NEW@example.org")

    assert list(Invitation.objects.open()) == [second]


def test_what_was_used_or_taken_back_is_not_sent_again(organization, owner):
    invitation = services.revoke(invitation_to(organization), by=owner)

    with pytest.raises(StepRefused, match="used or taken back"):
        services.resend(invitation, by=owner)


def test_taking_back_stops_the_address(organization, owner):
    invitation = services.revoke(invitation_to(organization), by=owner)

    with pytest.raises(StepRefused):
        services.accept_invitation(invitation, by=verified("new@example.org"))


def test_what_was_accepted_cannot_be_taken_back(organization, owner):
    invitation = invitation_to(organization)
    services.accept_invitation(invitation, by=verified("new@example.org"))

    with pytest.raises(StepRefused, match="accepted already"):
        services.revoke(invitation, by=owner)


def test_a_member_is_not_invited_again(organization):
    member = verified("second@example.org", name="Dee")
    make_membership(organization, member, MembershipRole.VIEWER)
    EmailAddress.objects.create(user=member, email="other@example.org", verified=True)

    for address in ("SECOND@example.org", "other@example.org"):
        with pytest.raises(StepRefused, match="member already"):
            invitation_to(organization, email=address)


def test_who_became_a_member_otherwise_keeps_the_role(organization):
    user = verified("new@example.org")
    invitation = invitation_to(organization, role=MembershipRole.EDITOR)
    make_membership(organization, user, MembershipRole.VIEWER)

    membership = services.accept_invitation(invitation, by=user)

    assert membership.role == MembershipRole.VIEWER


def test_who_was_removed_can_be_invited_back(organization, owner):
    user = verified("new@example.org")
    services.remove(make_membership(organization, user, MembershipRole.VIEWER), by=owner)

    membership = services.accept_invitation(invitation_to(organization), by=user)

    assert (membership.state, membership.role) == (MembershipState.ACTIVE, MembershipRole.EDITOR)


def test_invitations_of_an_hour_are_limited(organization, owner, monkeypatch):
    monkeypatch.setattr(services, "INVITATIONS_AN_HOUR", 2)
    invitation_to(organization, email="one@example.org")
    invitation_to(organization, email="two@example.org")

    with pytest.raises(StepRefused, match="2 invitations were sent in the last hour"):
        invitation_to(organization, email="three@example.org")

    assert Mail.objects.filter(to="three@example.org").count() == 0


@pytest.mark.parametrize("role", [MembershipRole.CONTRIBUTOR, MembershipRole.VIEWER])
def test_only_the_focal_point_and_editors_invite(organization, role):
    member = make_membership(organization, role=role).user

    with pytest.raises(StepRefused, match="Only the focal point and the editors"):
        invitation_to(organization, by=member)


def test_a_request_to_join_reaches_who_takes_care(organization, owner):
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    contributor = make_membership(organization, role=MembershipRole.CONTRIBUTOR).user

    membership = requested(organization)

    assert (membership.state, membership.position) == (MembershipState.REQUESTED, "Engineer")
    assert [told(user)[-1:] for user in (owner, editor, contributor)] == [
        ["Bao asks to join Water Board"],
        ["Bao asks to join Water Board"],
        [],
    ]


def test_asking_twice_is_one_request(organization, owner):
    user = make_user(name="Bao")

    first, second = requested(organization, user), requested(organization, user)

    assert first == second
    assert told(owner).count("Bao asks to join Water Board") == 1


def test_letting_in_tells_the_person_and_the_other_editors(organization, owner):
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    membership = requested(organization)

    membership = services.accept_request(membership, role=MembershipRole.CONTRIBUTOR, by=owner)

    assert membership.is_active
    assert told(membership.user) == ["You belong to Water Board now"]
    assert told(editor)[-1] == "Amina has let Bao join Water Board"


def test_declining_tells_the_reason(organization, owner):
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    membership = requested(organization)

    membership = services.decline_request(membership, reason="We do not know you.", by=owner)

    assert membership.state == MembershipState.REMOVED
    assert "We do not know you." in Notification.objects.get(user=membership.user).body
    assert told(editor)[-1] == "Amina has declined that Bao joins Water Board"


def test_declining_needs_a_reason(organization, owner):
    with pytest.raises(StepRefused, match="Write the reason"):
        services.decline_request(requested(organization), reason=" ", by=owner)


def test_who_was_declined_may_ask_again(organization, owner):
    membership = services.decline_request(requested(organization), reason="Who?", by=owner)

    again = requested(organization, membership.user)

    assert (again.pk, again.state) == (membership.pk, MembershipState.REQUESTED)


def test_a_request_is_answered_once(organization, owner):
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    membership = requested(organization)
    services.accept_request(membership, role=MembershipRole.VIEWER, by=editor)

    with pytest.raises(StepRefused, match="Somebody else has answered"):
        services.decline_request(membership, reason="No", by=owner)


def test_nobody_is_let_in_as_a_second_focal_point(organization, owner):
    with pytest.raises(StepRefused, match="has a focal point"):
        services.accept_request(requested(organization), role=MembershipRole.OWNER, by=owner)


def test_open_requests_of_one_person_are_limited(organization, monkeypatch):
    monkeypatch.setattr(services, "OPEN_REQUESTS", 1)
    user = make_user()
    requested(organization, user)

    with pytest.raises(StepRefused, match="asked 1 organizations already"):
        requested(make_organization(published=True), user)


def test_a_moderator_names_the_first_focal_point():
    organization = make_organization(published=True, name="Water Board", author=make_user())
    moderator = make_moderator()
    membership = requested(organization)

    membership = services.accept_request(membership, role=MembershipRole.OWNER, by=moderator)

    assert membership.is_owner
    assert "Bao asks to join Water Board" in told(moderator)


def test_moderators_of_another_region_are_not_asked():
    organization = make_organization(published=True, author=make_user())
    far, near = make_moderator(), make_moderator()
    far.regions.set(["arab-states"])
    near.regions.set(["africa"])

    requested(organization)

    assert [len(told(user)) for user in (far, near)] == [0, 1]


def test_a_moderator_has_no_say_where_there_is_a_focal_point(organization):
    with pytest.raises(StepRefused, match="Only the focal point and the editors"):
        services.accept_request(requested(organization), role=MembershipRole.VIEWER, by=make_administrator())


def test_the_focal_point_changes_a_role_and_the_person_is_told(organization, owner):
    membership = make_membership(organization, role=MembershipRole.VIEWER)

    changed = services.change_role(membership, role=MembershipRole.EDITOR, by=owner)

    assert changed.role == MembershipRole.EDITOR
    assert told(membership.user) == ["Your role in Water Board has changed"]


def test_the_same_role_again_tells_nobody(organization, owner):
    membership = make_membership(organization, role=MembershipRole.VIEWER)

    services.change_role(membership, role=MembershipRole.VIEWER, by=owner)

    assert told(membership.user) == []


def test_the_role_of_the_focal_point_is_not_given(organization, owner):
    membership = make_membership(organization, role=MembershipRole.VIEWER)

    with pytest.raises(StepRefused, match="Hand over"):
        services.change_role(membership, role=MembershipRole.OWNER, by=owner)


def test_an_editor_changes_no_roles(organization):
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    membership = make_membership(organization, role=MembershipRole.VIEWER)

    with pytest.raises(StepRefused, match="Only the focal point does this"):
        services.change_role(membership, role=MembershipRole.EDITOR, by=editor)


def test_a_member_is_removed_once(organization, owner):
    membership = make_membership(organization, role=MembershipRole.VIEWER)
    services.remove(membership, by=owner)

    with pytest.raises(StepRefused, match="not a member any more"):
        services.remove(membership, by=owner)

    assert told(membership.user) == ["You do not belong to Water Board any more"]


def test_a_member_leaves(organization, owner):
    membership = make_membership(organization, make_user(name="Dee"), MembershipRole.VIEWER)

    membership = services.leave(organization, by=membership.user)

    assert membership.state == MembershipState.REMOVED
    assert told(owner)[-1] == "Dee has left Water Board"


def test_the_focal_point_cannot_leave(organization, owner):
    with pytest.raises(StepRefused, match="Hand over to a colleague first"):
        services.leave(organization, by=owner)


def test_handing_over_leaves_one_focal_point_and_tells_the_others(organization, owner):
    editor = make_membership(organization, role=MembershipRole.EDITOR).user
    successor = make_membership(organization, make_user(name="Dee"), MembershipRole.VIEWER)

    services.hand_over(organization, to=successor, by=owner)

    roles = {one.user: one.role for one in Membership.objects.active().filter(organization=organization)}
    assert roles == {owner: MembershipRole.EDITOR, editor: MembershipRole.EDITOR, successor.user: MembershipRole.OWNER}
    assert told(successor.user) == ["You are the focal point of Water Board now"]
    assert told(editor)[-1] == "Dee is the focal point of Water Board now"


def test_after_handing_over_one_may_leave(organization, owner):
    services.hand_over(organization, to=make_membership(organization, role=MembershipRole.VIEWER), by=owner)

    assert services.leave(organization, by=owner).state == MembershipState.REMOVED


def test_only_the_focal_point_hands_over(organization):
    editor = make_membership(organization, role=MembershipRole.EDITOR)

    with pytest.raises(StepRefused, match="Only the focal point"):
        services.hand_over(organization, to=editor, by=editor.user)


def test_a_successor_is_another_active_member(organization, owner):
    own = Membership.objects.get(organization=organization, user=owner)
    gone = make_membership(organization, role=MembershipRole.VIEWER)
    services.remove(gone, by=owner)
    foreign = make_membership(make_organization(), role=MembershipRole.VIEWER)

    for membership in (own, gone, foreign):
        with pytest.raises(StepRefused, match="Choose another member"):
            services.hand_over(organization, to=membership, by=owner)


def test_the_database_holds_one_focal_point(organization):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(organization, role=MembershipRole.OWNER)


def test_the_headquarters_confirms_an_office_once(organization, owner):
    chief = make_user()
    office = make_organization(published=True, owner=chief, parent=organization, name="Water Board of Mombasa")

    offices.confirm(office, by=owner)
    offices.confirm(office, by=owner)

    office.refresh_from_db()
    assert office.is_parent_confirmed
    assert told(chief).count("Water Board has confirmed Water Board of Mombasa as its office") == 1


def test_an_office_cannot_confirm_itself(organization):
    chief = make_user()
    office = make_organization(published=True, owner=chief, parent=organization)

    with pytest.raises(StepRefused, match="of the headquarters"):
        offices.confirm(office, by=chief)


def test_without_headquarters_there_is_nothing_to_confirm(organization, owner):
    with pytest.raises(StepRefused):
        offices.confirm(organization, by=owner)
