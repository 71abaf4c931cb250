"""People outside who are asked what they think of a solution: invited by mail, once, for two weeks."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from galaxy.notifications.services import notify, render_message, send_mail
from partners.services import SHARED_HOSTS
from solutions.models import PeerInvitation, Solution
from solutions.reviews.services import Marks, record_peer

VALID_FOR = timedelta(days=14)
MOST = 5
SALT = "solutions.peer"


@transaction.atomic
def invite(solution: Solution, *, email: str, name: str, language: str, by: User) -> PeerInvitation:
    """Mail an address by which one person reads it and gives points, once; refused in a conflict of interest."""
    solution = moderation.held(solution, by)
    email = email.lower()
    _check_no_conflict(solution, email)
    asked = solution.peer_invitations.filter(revoked_at=None)
    if asked.filter(email=email).exists():
        raise StepRefused(_("This person has been asked already. Take the invitation back to send a new one."))
    if asked.count() >= MOST:
        raise StepRefused(_("Five reviewers are asked for one record at most."))
    invitation = PeerInvitation.objects.create(
        solution=solution, email=email, name=name, language=language, by=by, expires_at=timezone.now() + VALID_FOR
    )
    _mail(invitation)
    return invitation


@transaction.atomic
def revoke(invitation: PeerInvitation, *, by: User) -> PeerInvitation:
    """Take it back: its address stops working. What was answered stays."""
    moderation.held(invitation.solution, by)
    invitation = PeerInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.answered_at:
        raise StepRefused(_("This reviewer has answered already."))
    invitation.revoked_at = invitation.revoked_at or timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def answer(invitation: PeerInvitation, marks: Marks) -> PeerInvitation:
    """Keep the scores and tell the moderator who asked. It works once, in time."""
    invitation = _answered(invitation)
    record_peer(invitation, marks)
    notify("solutions.peer_answered", item=invitation)
    return invitation


@transaction.atomic
def decline(invitation: PeerInvitation, *, reason: str) -> PeerInvitation:
    """Say no, with the reason; the moderator who asked is told."""
    invitation = _answered(invitation, declined=reason.strip() or "–")
    notify("solutions.peer_answered", item=invitation)
    return invitation


def read_token(token: str) -> PeerInvitation | None:
    """The invitation of a mailed address, in whatever state; None for one that was not made here or is long over."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return PeerInvitation.objects.select_related("solution__organization", "by").filter(pk=pk).first()


def token_of(invitation: PeerInvitation) -> str:
    return signing.dumps(invitation.pk, salt=SALT)


def _answered(invitation: PeerInvitation, **changes: str) -> PeerInvitation:
    invitation = PeerInvitation.objects.select_for_update(of=("self",)).select_related("by").get(pk=invitation.pk)
    if not invitation.is_open:
        raise StepRefused(_("This invitation was used, taken back or is too old."))
    for name, value in {**changes, "answered_at": timezone.now()}.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=["answered_at", *changes])
    return invitation


def _check_no_conflict(solution: Solution, email: str) -> None:
    """Nobody of an organization that takes part, by account or by the part of the address after the @."""
    known = User.objects.filter(email__iexact=email).first()
    if known and solution.has_conflict(known):
        raise StepRefused(_("This person belongs to the owner of the record. Ask somebody else."))
    host = email.rpartition("@")[2]
    if host not in SHARED_HOSTS and host in _hosts(solution):
        raise StepRefused(_("This address is of an organization that takes part in the record. Ask somebody else."))


def _hosts(solution: Solution) -> set[str]:
    """Domains of the owner and of all organizations of the portal that take part."""
    links = solution.organization_links.filter(organization__isnull=False).select_related("organization")
    taking_part = [solution.organization, *(link.organization for link in links)]
    found = {host for one in taking_part if one for host in [one.domain, *one.email_domains]}
    return {host.lower() for host in found if host}


def _mail(invitation: PeerInvitation) -> None:
    """In the language that the moderator chose for this person."""
    with translation.override(invitation.language):
        url = reverse("solutions:peer_review", args=[token_of(invitation)])
        subject, body = render_message("emails/solutions/peer_invited.txt", {"item": invitation})
    send_mail(invitation.email, subject, body, language=invitation.language, url=url)
