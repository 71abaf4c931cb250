"""What stands in the way when a person closes the account."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal import Holder, register
from partners.models import Invitation, Membership, MembershipState


@register
class Memberships(Holder):
    name = "partners"

    def obstacles(self, user: User) -> list[str]:
        owned = Membership.objects.owners().filter(user=user).select_related("organization")
        return [
            _("You are the focal point of %(name)s. Hand over to a colleague first.")
            % {"name": membership.organization}
            for membership in owned
        ]

    def forget(self, user: User) -> None:
        """Ends memberships and the invitations that are on their way to this address."""
        Membership.objects.filter(user=user).update(state=MembershipState.REMOVED, position="")
        Invitation.objects.filter(email__iexact=user.email, used_at=None).delete()
