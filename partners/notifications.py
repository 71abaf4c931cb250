"""What the people of organizations are told."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import Role, User
from galaxy.moderation.services import refusal
from galaxy.notifications.kinds import Kind, register
from partners.models import Membership, Organization


def managers_of(organization: Organization) -> list[User]:
    """Its focal point and editors; where it has no focal point, moderators take care of it."""
    memberships = list(Membership.objects.managing().filter(organization=organization).select_related("user"))
    if any(membership.is_owner for membership in memberships):
        return [membership.user for membership in memberships]
    staff = User.objects.filter(role__in=[Role.MODERATOR, Role.ADMINISTRATOR], is_active=True)
    near = staff.filter(Q(regions=None) | Q(regions__in=organization.region_codes())).distinct()
    return [
        *(membership.user for membership in memberships),
        *(user for user in near if not refusal(organization, user)),
    ]


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
