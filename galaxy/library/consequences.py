"""Publications and calls for research follow an organization that is merged into another."""

from typing import Any

from accounts.models import User
from galaxy.library.models import Publication, ResearchCall
from galaxy.moderation.consequences import Consequences, register
from galaxy.moderation.moving import give, give_back, refresh_all
from partners.models import Organization


@register
class Library(Consequences):
    name = "library"
    model = Organization

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        publications = give(Publication.objects.filter(organization=item), organization=into)
        refresh_all(Publication, publications)
        return {
            "publications": publications,
            "calls": give(ResearchCall.objects.filter(organization=item), organization=into),
        }

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        keys = moved.get("publications", [])
        back = give_back(Publication.objects.all(), keys, "organization", had=original, gets=item)
        give_back(ResearchCall.objects.all(), moved.get("calls", []), "organization", had=original, gets=item)
        refresh_all(Publication, back)
