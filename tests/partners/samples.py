"""What the access table needs of organizations besides its own: one whose focal point does not answer."""

from typing import Any

from django.utils import timezone

from partners.models import Membership, Organization, Succession
from tests import factories


def samples(world: Any) -> dict[str, list[Any]]:
    silent = with_people_of(world, name="Office of Silence")
    Succession.objects.create(
        organization=silent, owner=world.owner, reason=Succession.Reason.SILENT, begun_at=timezone.now()
    )
    return {"silent": [silent.public_id.lower()]}


def with_people_of(world: Any, **fields: Any) -> Organization:
    """Another public organization with the same members."""
    organization = factories.make_organization(published=True, **fields)
    for one in list(world.organization.memberships.all()):
        Membership.objects.create(organization=organization, user=one.user, role=one.role, state=one.state)
    return organization
