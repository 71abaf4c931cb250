"""What "My page" shows of organizations: one's own, invitations, and requests that wait for an answer."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.sections import register_section
from galaxy.moderation.services import may_review, refusal
from partners.models import Invitation, Membership, MembershipState
from partners.services import invitation_url, verified_addresses


def organizations(user: User) -> dict[str, Any]:
    """Also for who has none: the way to register one."""
    rows = Membership.objects.filter(user=user).exclude(state=MembershipState.REMOVED).select_related("organization")
    return {"memberships": rows.order_by("organization__name", "pk")}


def invitations(user: User) -> dict[str, Any] | None:
    """The open ones for an address that this person has proved to own."""
    found = (
        Invitation.objects.open()
        .annotate(address=Lower("email"))
        .filter(address__in=verified_addresses(user))
        .select_related("organization", "by")
    )
    rows = [{"invitation": invitation, "url": invitation_url(invitation)} for invitation in found.order_by("-pk")]
    return {"rows": rows} if rows else None


def requests(user: User) -> dict[str, Any] | None:
    """Of people who want to join an organization that this person takes care of."""
    managed = Membership.objects.managing().filter(organization=OuterRef("organization"), user=user)
    asked = Membership.objects.requested().select_related("organization", "user").order_by("created_at", "pk")
    rows = list(asked.filter(Exists(managed)))
    if may_review(user):
        rows += _of_nobody(user, asked)
    return {"requests": rows} if rows else None


def _of_nobody(user: User, asked: Any) -> list[Membership]:
    """Those to organizations without a focal point, which moderators answer."""
    owners = Membership.objects.owners().filter(organization=OuterRef("organization"))
    return [one for one in asked.filter(~Exists(owners), ~Q(user=user))[:50] if not refusal(one.organization, user)]


register_section(10, "partners/section_invitations.html", invitations)
register_section(20, "partners/section_requests.html", requests)
register_section(30, "partners/section_organizations.html", organizations)
