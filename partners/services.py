"""What is done with organizations and by whom: registering, changing, joining, inviting, handing over."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation import editing
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from galaxy.notifications.services import notify, render_message, send_mail
from galaxy.search import services as search
from partners.models import (
    GIVEN_ROLES,
    Invitation,
    Membership,
    MembershipRole,
    MembershipState,
    Organization,
    Verification,
)

REGISTRATIONS_A_DAY = 20
INVITATIONS_AN_HOUR = 20
OPEN_REQUESTS = 10
VALID_FOR = timedelta(days=14)
SALT = "partners.invitation"
# Hosts whose addresses say nothing about who stands behind them.
SHARED_HOSTS = frozenset(
    {
        "facebook.com",
        "github.io",
        "gmail.com",
        "hotmail.com",
        "instagram.com",
        "linkedin.com",
        "mail.ru",
        "medium.com",
        "outlook.com",
        "protonmail.com",
        "qq.com",
        "sites.google.com",
        "twitter.com",
        "web.facebook.com",
        "wixsite.com",
        "wordpress.com",
        "x.com",
        "yahoo.com",
        "yandex.ru",
        "youtube.com",
    }
)


@transaction.atomic
def register(values: Mapping[str, Any], *, key: uuid.UUID, position: str, by: User) -> Organization:
    """Hand in an organization with this person as its focal point. With the same key again, the same organization."""
    User.objects.select_for_update().get(pk=by.pk)
    key = uuid.uuid5(key, str(by.pk))
    made = Organization.objects.filter(creation_key=key).first()
    if made is not None:
        return made
    _check_registrations(by)
    organization = Organization(author=by, creation_key=key)
    editing.fill(organization, values)
    if proves(by, organization):
        organization.verification = Verification.EMAIL_VERIFIED
        organization.email_domains = [organization.domain]
        organization.save(update_fields=["verification", "email_domains"])
    Membership.objects.create(
        organization=organization,
        user=by,
        role=MembershipRole.OWNER,
        state=MembershipState.ACTIVE,
        position=position,
    )
    organization = moderation.submit(organization, by=by)
    tell_headquarters(organization, by=by)
    return organization


@transaction.atomic
def change(organization: Organization, values: Mapping[str, Any], *, seen: str, by: User) -> Organization:
    """Save and hand in; a public page stays as it is until the change is accepted. Raises ChangedMeanwhile.

    `seen` is the edit_mark of the row that the person had before them. Returns the row that was handed in."""
    target = _locked(editing.current_text(organization))
    editing.check_seen(target, seen)
    parent = target.parent_id
    target = editing.editable(target, by=by)
    target.version += 1
    editing.fill(target, values)
    target = moderation.submit(target, by=by)
    if target.parent_id != parent and not target.revision_of_id:
        tell_headquarters(target, by=by)
    return target


def tell_headquarters(organization: Organization, *, by: User) -> None:
    """Ask the focal point of the headquarters that is named to confirm, unless this has been done."""
    if organization.parent_id and not organization.is_parent_confirmed:
        notify("partners.office_named", item=organization, actor=by)


@transaction.atomic
def mark(organization: Organization, verification: Verification, *, by: User) -> Organization:
    """Give or take the mark "verified". Whoever may decide on the organization may."""
    organization = _locked(organization)
    if reason := moderation.refusal(organization, by):
        raise StepRefused(reason)
    organization.verification = verification
    organization.save(update_fields=["verification", "updated_at"])
    search.refresh(organization)
    return organization


def proves(user: User, organization: Organization) -> bool:
    """Whether a verified address of this person is of the organization's own web domain."""
    domain = organization.domain
    return (
        bool(domain)
        and domain not in SHARED_HOSTS
        and domain in {address.rpartition("@")[2] for address in verified_addresses(user)}
    )


def verified_addresses(user: User) -> set[str]:
    """In lower case; one query."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in addresses}


@transaction.atomic
def invite(organization: Organization, *, email: str, role: str, by: User) -> Invitation:
    """Mail an address that lets one person in, once. An earlier invitation of the same person stops working."""
    organization = _locked(organization)
    check_caretaker(organization, by)
    _check_invitations(organization, by)
    if _is_member(organization, email):
        raise StepRefused(_("This person is a member already."))
    earlier = Invitation.objects.filter(organization=organization, email__iexact=email, used_at=None, revoked_at=None)
    earlier.update(revoked_at=timezone.now())
    invitation = Invitation.objects.create(
        organization=organization, email=email.lower(), role=role, by=by, expires_at=timezone.now() + VALID_FOR
    )
    _mail_invitation(invitation, by=by)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> Invitation:
    """The same invitation anew, with a new address and two weeks from now; the old address stops working."""
    if invitation.used_at or invitation.revoked_at:
        raise StepRefused(_("This invitation was used or taken back."))
    return invite(invitation.organization, email=invitation.email, role=invitation.role, by=by)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Take it back: its address stops working."""
    check_caretaker(_locked(invitation.organization), by)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at:
        raise StepRefused(_("This invitation has been accepted already."))
    invitation.revoked_at = invitation.revoked_at or timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


def read_token(token: str) -> Invitation | None:
    """The invitation of a mailed address, in whatever state; None for one that was not made here or is long over."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organization", "by").filter(pk=pk).first()


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the invited address is one that this person has proved to own."""
    return invitation.email.lower() in verified_addresses(user)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Membership:
    """Become a member. It works once, in time, for the invited address; who is a member already keeps the role."""
    organization = _locked(invitation.organization)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise StepRefused(_("This invitation was used, taken back or is too old. Ask for a new one."))
    if not is_for(invitation, by):
        raise StepRefused(_("This invitation is for another e-mail address."))
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    membership, _made = Membership.objects.get_or_create(organization=organization, user=by)
    if not membership.is_active:
        membership = _set(membership, state=MembershipState.ACTIVE, role=invitation.role)
        notify("partners.joined", item=membership, actor=by)
    return membership


@transaction.atomic
def ask_to_join(organization: Organization, *, position: str, by: User) -> Membership:
    """Ask those who take care of the organization; asked twice, it is one request."""
    User.objects.select_for_update().get(pk=by.pk)
    organization = _locked(organization)
    membership = Membership.objects.filter(organization=organization, user=by).first()
    if membership is not None and membership.state != MembershipState.REMOVED:
        return membership
    _check_requests(by)
    membership = membership or Membership(organization=organization, user=by)
    membership = _set(membership, state=MembershipState.REQUESTED, role=MembershipRole.CONTRIBUTOR, position=position)
    notify("partners.join_requested", item=membership, actor=by)
    return membership


@transaction.atomic
def accept_request(membership: Membership, *, role: str, by: User) -> Membership:
    """Let a person in who asked. The first focal point is named by a moderator."""
    membership = _asked(membership, by)
    if role == MembershipRole.OWNER:
        _check_no_owner(membership.organization, by)
    membership = _set(membership, state=MembershipState.ACTIVE, role=role)
    notify("partners.accepted", item=membership, actor=by)
    notify("partners.answered", item=membership, actor=by)
    return membership


@transaction.atomic
def decline_request(membership: Membership, *, reason: str, by: User) -> Membership:
    """Say no; the person is told the reason and may ask again."""
    membership = _asked(membership, by)
    if not reason.strip():
        raise StepRefused(_("Write the reason; the person will read it."))
    membership = _set(membership, state=MembershipState.REMOVED)
    notify("partners.declined", item=membership, actor=by, reason=reason)
    notify("partners.answered", item=membership, actor=by, reason=reason)
    return membership


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User) -> Membership:
    """Give a member another role; the focal point alone may, and passes that role on only by hand_over."""
    membership = _member(membership, by)
    if role not in GIVEN_ROLES:
        raise StepRefused(_("Hand over to make somebody else the focal point."))
    if membership.role != role:
        membership = _set(membership, role=role)
        notify("partners.role_changed", item=membership, actor=by)
    return membership


@transaction.atomic
def remove(membership: Membership, *, by: User) -> Membership:
    """End a membership; what the person wrote stays with the organization. The focal point alone may."""
    membership = _set(_member(membership, by), state=MembershipState.REMOVED)
    notify("partners.removed", item=membership, actor=by)
    return membership


@transaction.atomic
def leave(organization: Organization, *, by: User) -> Membership:
    """End one's own membership. The focal point hands over first."""
    organization = _locked(organization)
    membership = Membership.objects.active().get(organization=organization, user=by)
    if membership.is_owner:
        raise StepRefused(_("You are the focal point. Hand over to a colleague first, then you can leave."))
    membership = _set(membership, state=MembershipState.REMOVED)
    notify("partners.left", item=membership, actor=by)
    return membership


@transaction.atomic
def hand_over(organization: Organization, *, to: Membership, by: User) -> Membership:
    """Make another member the focal point; who hands over stays as an editor. There is always exactly one."""
    organization = _locked(organization)
    before = Membership.objects.owners().filter(organization=organization, user=by).first()
    successor = Membership.objects.active().filter(organization=organization, pk=to.pk).first()
    if before is None:
        raise StepRefused(_("Only the focal point hands over."))
    if successor is None or successor == before:
        raise StepRefused(_("Choose another member."))
    _set(before, role=MembershipRole.EDITOR)
    successor = _set(successor, role=MembershipRole.OWNER)
    notify("partners.handed_over", item=successor, actor=by)
    notify("partners.new_focal_point", item=successor, actor=by)
    return successor


def may_stand_in(user: User, organization: Organization) -> bool:
    """Whether this person is a moderator, and the organization has nobody to answer for it."""
    owners = Membership.objects.owners().filter(organization=organization)
    return not moderation.refusal(organization, user) and not owners.exists()


def _mail_invitation(invitation: Invitation, *, by: User) -> None:
    url = invitation_url(invitation)
    context = {"item": invitation, "actor": by, "until": invitation.expires_at}
    subject, body = render_message("emails/partners/invited.txt", context)
    send_mail(invitation.email, subject, body, language=get_language() or "en", url=url)
    notify("partners.invited", item=invitation, actor=by, address=url)


def invitation_url(invitation: Invitation) -> str:
    """The signed path that is mailed."""
    return reverse("partners:accept_invitation", args=[signing.dumps(invitation.pk, salt=SALT)])


def _set(membership: Membership, **changes: Any) -> Membership:
    for name, value in changes.items():
        setattr(membership, name, value)
    membership.save()
    return membership


def _member(membership: Membership, by: User) -> Membership:
    """Another active member, locked with the organization, for its focal point."""
    organization = _locked(membership.organization)
    if not Membership.objects.owners().filter(organization=organization, user=by).exists():
        raise StepRefused(_("Only the focal point does this."))
    found = Membership.objects.active().filter(pk=membership.pk, organization=organization).exclude(user=by).first()
    if found is None:
        raise StepRefused(_("This person is not a member any more, or it is you."))
    return found


def _asked(membership: Membership, by: User) -> Membership:
    """An open request, locked with the organization, for who takes care of it."""
    organization = _locked(membership.organization)
    check_caretaker(organization, by)
    found = Membership.objects.requested().filter(pk=membership.pk, organization=organization).first()
    if found is None:
        raise StepRefused(_("Somebody else has answered this request already."))
    return found


def check_caretaker(organization: Organization, by: User) -> None:
    """Refuses all but focal point, editors, and moderators where nobody answers for it."""
    managing = Membership.objects.managing().filter(organization=organization, user=by)
    if not managing.exists() and not may_stand_in(by, organization):
        raise StepRefused(_("Only the focal point and the editors do this."))


def _check_no_owner(organization: Organization, by: User) -> None:
    if not may_stand_in(by, organization):
        raise StepRefused(_("This organization has a focal point, who can hand over."))


def _is_member(organization: Organization, email: str) -> bool:
    other = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    users = User.objects.filter(Q(email__iexact=email) | other)
    return Membership.objects.active().filter(organization=organization, user__in=users).exists()


def _check_invitations(organization: Organization, by: User) -> None:
    since = timezone.now() - timedelta(hours=1)
    sent = Invitation.objects.filter(Q(by=by) | Q(organization=organization), created_at__gt=since)
    if sent.count() >= INVITATIONS_AN_HOUR:
        raise StepRefused(
            _("%(count)s invitations were sent in the last hour. This one was not; try again in an hour.")
            % {"count": INVITATIONS_AN_HOUR}
        )


def _check_requests(by: User) -> None:
    if Membership.objects.requested().filter(user=by).count() >= OPEN_REQUESTS:
        raise StepRefused(
            _("You have asked %(count)s organizations already. Nothing was sent; wait for their answers.")
            % {"count": OPEN_REQUESTS}
        )


def _check_registrations(by: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if Organization.objects.canonical().filter(author=by, created_at__gt=since).count() >= REGISTRATIONS_A_DAY:
        raise StepRefused(
            _("You have registered %(count)s organizations today. Nothing was sent; go on tomorrow.")
            % {"count": REGISTRATIONS_A_DAY}
        )


def _locked(organization: Organization) -> Organization:
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
