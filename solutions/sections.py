"""What "My page" shows of solutions: one's own drafts and submissions, and those of one's organizations."""

from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from accounts.models import User
from accounts.sections import register_section
from galaxy.moderation.models import OPEN, Status
from solutions.forms import organizations_of
from solutions.models import Solution

MOST = 30
# What asks for something comes first.
ORDER = {Status.CHANGES_REQUESTED: 0, Status.DRAFT: 1, Status.SUBMITTED: 2, Status.IN_REVIEW: 2, Status.APPROVED: 2}


def submissions(user: User) -> dict[str, Any] | None:
    """All on the way and the latest public ones; nothing for who may not write for any organization."""
    own = Solution.objects.editable_by(user)
    latest = own.filter(Q(status__in=OPEN) | Q(revision_of=None)).exclude(status=Status.WITHDRAWN)
    urgency = Case(
        *(When(status=status, then=Value(place)) for status, place in ORDER.items()),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = latest.select_related("organization").annotate(urgency=urgency).order_by("urgency", "-updated_at")
    found = list(rows.distinct()[:MOST])
    if not found and not organizations_of(user):
        return None
    return {"solutions": found}


register_section(40, "solutions/section.html", submissions)
