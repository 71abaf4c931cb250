"""Beginning an adaptation. All that follows is the way of every solution."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation.services import StepRefused
from galaxy.taxonomy.models import Language
from partners.models import Organization
from solutions import content, services
from solutions.models import Solution

# What is as true of the adaptation as of the original, until its author says otherwise.
CARRIED = ("kind", "modality", "goals", "targets", "primary_goal", "themes", "beneficiary_groups")
LONGEST_TITLE = 160


def adapt(parent: Solution, *, title: str, organization: Organization, by: User, key: uuid.UUID) -> Solution:
    """A draft that goes back to this public solution. A second call with the same key gets the first one's draft."""
    if not parent.is_published:
        raise StepRefused(_("Only a public practice can be adapted here."))
    values: dict[str, Any] = content.read(parent, CARRIED)
    language = by.language.partition("-")[0]
    values |= {
        "title": title,
        "organization": str(organization.pk),
        "language": language if language in Language.values else Language.EN,
        "adapted_from": parent.public_id,
    }
    return services.create_draft(values, by=by, key=key)


def title_hint(parent: Solution, organization: Organization) -> str:
    """The title of the original with the place of who adapts; to be changed."""
    place = str(organization.country or "")
    return f"{parent.title[: LONGEST_TITLE - len(place) - 3]} ({place})" if place else parent.title[:LONGEST_TITLE]
