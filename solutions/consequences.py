"""Solutions follow an organization that is merged into another: those it shares, and those in which it takes part."""

from typing import Any

from accounts.models import User
from galaxy.moderation.consequences import Consequences, register
from galaxy.moderation.moving import give, give_back, refresh_all
from partners.models import Organization
from solutions.models import Solution, SolutionOrganization


@register
class Solutions(Consequences):
    name = "solutions"
    model = Organization

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        links = SolutionOrganization.objects.filter(organization=item)
        touched = set(links.values_list("solution_id", flat=True))
        shared = give(Solution.objects.filter(organization=item), organization=into)
        moved = {"shared": shared, "twice": _drop_twice(item, into), "links": give(links.all(), organization=into)}
        refresh_all(Solution, {*shared, *touched})
        return moved

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        shared = give_back(Solution.objects.all(), moved.get("shared", []), "organization", had=original, gets=item)
        links = give_back(
            SolutionOrganization.objects.all(), moved.get("links", []), "organization", had=original, gets=item
        )
        twice = [(key, role) for key, role in moved.get("twice", []) if Solution.objects.filter(pk=key).exists()]
        SolutionOrganization.objects.bulk_create(
            SolutionOrganization(solution_id=key, role=role, organization=item) for key, role in twice
        )
        named = SolutionOrganization.objects.filter(pk__in=links).values_list("solution_id", flat=True)
        refresh_all(Solution, {*shared, *named, *(key for key, _role in twice)})


def _drop_twice(item: Organization, into: Organization) -> list[tuple[int, str]]:
    """Where both have the same role in a solution, one line is enough; which were dropped."""
    kept = set(SolutionOrganization.objects.filter(organization=into).values_list("solution_id", "role"))
    rows = SolutionOrganization.objects.filter(organization=item).order_by("pk")
    twice = [row for row in rows if (row.solution_id, row.role) in kept]
    SolutionOrganization.objects.filter(pk__in=[row.pk for row in twice]).delete()
    return [(row.solution_id, row.role) for row in twice]
