"""What is kept of a person who was invited to review, beyond rows that point to them."""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from accounts.personal import Holder, register
from partners.services import verified_addresses
from solutions.models import PeerInvitation


@register
class InvitedToReview(Holder):
    """The points stay, without the name of who gave them."""

    name = "solutions.peer_invitations"

    def rows(self, user: User) -> list[dict[str, Any]]:
        mine = PeerInvitation.objects.filter(email__in=_addresses(user))
        return [dict(row) for row in mine.values("name", "email", "created_at", "answered_at", "declined")]

    def forget(self, user: User) -> None:
        PeerInvitation.objects.filter(email__in=_addresses(user)).update(
            name=Value("–"), email="", declined="", revoked_at=Coalesce("revoked_at", Now())
        )


def _addresses(user: User) -> list[str]:
    return [user.email.lower(), *verified_addresses(user)]
