"""What the people of organizations are told."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import Role, User
from galaxy.moderation.services import refusal
from galaxy.notifications.kinds import Kind, register
from partners.models import EDITING_ROLES, Membership, Organization


def managers_of(organization: Organization) -> list[User]:
    """Its focal point and editors; where it has no focal point, moderators take care of it."""
    memberships = list(Membership.objects.managing().filter(organization=organization).select_related("user"))
    if any(membership.is_owner for membership in memberships):
        return [membership.user for membership in memberships]
    return [*(membership.user for membership in memberships), *moderators_of(organization)]


def moderators_of(organization: Organization) -> list[User]:
    """Those who may decide on it: of its regions, or of all."""
    staff = User.objects.filter(role__in=[Role.MODERATOR, Role.ADMINISTRATOR], is_active=True)
    near = staff.filter(Q(regions=None) | Q(regions__in=organization.region_codes())).distinct()
    return [user for user in near if not refusal(organization, user)]


class AboutPeople(Kind):
    """Leads to the page of members."""

    def url(self, item: Any, **context: Any) -> str:
        return reverse("partners:members", args=[item.organization.public_id.lower()])


class ToManagers(AboutPeople):
    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return managers_of(item.organization)


class ToPerson(AboutPeople):
    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [item.user]


@register
class JoinRequested(ToManagers):
    name = "partners.join_requested"
    asks = True


@register
class Joined(ToManagers):
    """An invitation was accepted."""

    name = "partners.joined"


@register
class Left(ToManagers):
    name = "partners.left"


@register
class Answered(ToManagers):
    """Tells the other editors who has answered a request to join, and how."""

    name = "partners.answered"
    by_mail = False

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [user for user in managers_of(item.organization) if user != item.user]


@register
class Accepted(ToPerson):
    name = "partners.accepted"


@register
class Declined(ToPerson):
    name = "partners.declined"

    def url(self, item: Any, **context: Any) -> str:
        return item.organization.get_absolute_url()


@register
class RoleChanged(ToPerson):
    name = "partners.role_changed"


@register
class Removed(ToPerson):
    name = "partners.removed"

    def url(self, item: Any, **context: Any) -> str:
        return reverse("accounts:home")


@register
class HandedOver(ToPerson):
    """To the new focal point."""

    name = "partners.handed_over"


@register
class NewFocalPoint(ToManagers):
    """To everybody else who takes care of the organization."""

    name = "partners.new_focal_point"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [user for user in managers_of(item.organization) if user != item.user]


@register
class Invited(Kind):
    """For people who have an account already; the mail goes to the address that was invited."""

    name = "partners.invited"
    by_mail = False

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return User.objects.filter(email__iexact=item.email)

    def url(self, item: Any, **context: Any) -> str:
        return context["address"]


@register
class OfficeNamed(Kind):
    """To the headquarters that an organization says it belongs to."""

    name = "partners.office_named"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        managing = Membership.objects.managing().filter(organization=item.parent_id).select_related("user")
        return [membership.user for membership in managing]

    def url(self, item: Any, **context: Any) -> str:
        return item.parent.get_status_url()


@register
class OfficeConfirmed(Kind):
    name = "partners.office_confirmed"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return managers_of(item)

    def url(self, item: Any, **context: Any) -> str:
        return item.get_status_url()


@register
class OfficeClaimed(Kind):
    """To an organization that its headquarters says is an office."""

    name = "partners.office_claimed"
    asks = True

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return managers_of(item)

    def url(self, item: Any, **context: Any) -> str:
        """A page that moderators see as well, who answer where there is no focal point."""
        return reverse("partners:members", args=[item.public_id.lower()])


class ToHeadquarters(Kind):
    """How the office answered."""

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        managing = Membership.objects.managing().filter(organization=self.headquarters(item, **context))
        return [membership.user for membership in managing.select_related("user")]

    def url(self, item: Any, **context: Any) -> str:
        return reverse("partners:offices", args=[self.headquarters(item, **context).public_id.lower()])

    def headquarters(self, item: Any, **context: Any) -> Organization:
        return context.get("headquarters") or item.parent


@register
class ClaimAgreed(ToHeadquarters):
    name = "partners.claim_agreed"


@register
class ClaimRefused(ToHeadquarters):
    name = "partners.claim_refused"


class AboutSuccession(Kind):
    def url(self, item: Any, **context: Any) -> str:
        return reverse("partners:successor", args=[item.organization.public_id.lower()])


@register
class SuccessorWanted(AboutSuccession):
    """To the other members who may write."""

    name = "partners.successor_wanted"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        others = Membership.objects.active().filter(organization=item.organization, role__in=EDITING_ROLES)
        return [one.user for one in others.exclude(user=item.owner).select_related("user")]


@register
class SuccessorNotNamed(AboutSuccession):
    """To moderators, when the members have named nobody, or there are none."""

    name = "partners.successor_not_named"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return moderators_of(item.organization)


@register
class Merged(Kind):
    """To the people of an organization that was merged into another, who belong to that one now."""

    name = "partners.merged"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return User.objects.filter(memberships__in=context["people"]).distinct()

    def url(self, item: Any, **context: Any) -> str:
        return reverse("partners:members", args=[context["into"].public_id.lower()])
