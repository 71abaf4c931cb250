"""What follows when an organization is merged into another: its people and offices come along."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation.consequences import Consequences, register
from galaxy.moderation.moving import give, give_back, refresh_all
from galaxy.moderation.services import StepRefused
from galaxy.notifications.services import notify
from partners.models import Invitation, Membership, MembershipRole, MembershipState, Organization

PARENTS = ("parent", "confirmed_parent", "claimed_by_parent")


@register
class People(Consequences):
    """Who belongs to both keeps the role in the one that stays, whose focal point stays the only one."""

    name = "people"
    model = Organization

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        if into.parent_id == item.pk:
            raise StepRefused(_("Headquarters are not merged into their own office. Merge the office into them."))
        rows = item.memberships.exclude(state=MembershipState.REMOVED).order_by("pk")
        moved = [note for row in rows for note in _move(row, into)]
        known = Invitation.objects.open().filter(organization=into).values("email")
        waiting = Invitation.objects.open().filter(organization=item).exclude(email__in=known)
        notify("partners.merged", item=item, actor=by, into=into, people=[note["pk"] for note in moved])
        return {"members": moved, "invitations": give(waiting, organization=into)}

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        for note in moved.get("members", []):
            _restore(note, original)
        give_back(Invitation.objects.all(), moved.get("invitations", []), "organization", had=original, gets=item)


@register
class Offices(Consequences):
    """Offices of the one that goes become offices of the one that stays, or of its headquarters."""

    name = "offices"
    model = Organization

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        head = into.parent or into
        rows = Organization.objects.exclude(pk=head.pk)
        moved = {name: give(rows.filter(**{name: item}), **{name: head}) for name in PARENTS}
        refresh_all(Organization, moved["parent"])
        return {**moved, "head": head.pk}

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        for name in PARENTS:
            keys = moved.get(name, [])
            give_back(Organization.objects.all(), keys, name, had=moved.get("head"), gets=item)
        refresh_all(Organization, moved.get("parent", []))


def _move(row: Membership, into: Organization) -> list[dict[str, Any]]:
    """Into the other organization, or closed where the person is there; each row that was touched, as it was."""
    other = Membership.objects.filter(organization=into, user=row.user_id).first()
    if other is None:
        note = _note(row)
        row.organization, row.role = into, _role(row, into)
        row.save()
        return [note]
    notes = [_note(row)]
    if row.is_active and other.state == MembershipState.REQUESTED:
        notes.append(_note(other))
        other.state, other.role = row.state, _role(row, into)
        other.save()
    row.state = MembershipState.REMOVED
    row.save()
    return notes


def _role(row: Membership, into: Organization) -> str:
    """The same, but there is one focal point."""
    if row.role == MembershipRole.OWNER and Membership.objects.owners().filter(organization=into).exists():
        return MembershipRole.EDITOR
    return row.role


def _note(row: Membership) -> dict[str, Any]:
    return {"pk": row.pk, "organization": row.organization_id, "role": row.role, "state": row.state}


def _restore(note: dict[str, Any], original: Organization) -> None:
    """As it was, unless the person has left the organization that stayed."""
    row = Membership.objects.filter(pk=note["pk"]).first()
    if row is None or (row.organization_id == original.pk and row.state == MembershipState.REMOVED):
        return
    row.organization_id, row.role, row.state = note["organization"], note["role"], note["state"]
    row.save()
