"""What "My page" shows of publications: those of one's organizations."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.sections import register_section
from galaxy.library.models import Publication
from galaxy.moderation.models import OPEN, Status

MOST = 20


def publications(user: User) -> dict[str, Any] | None:
    """All on the way and the latest public ones; nothing for who has none."""
    own = Publication.objects.editable_by(user).exclude(status=Status.WITHDRAWN)
    latest = own.filter(Q(status__in=OPEN) | Q(revision_of=None)).select_related("organization")
    found = list(latest.order_by("-updated_at", "-pk")[:MOST])
    return {"publications": found} if found else None


register_section(45, "library/section.html", publications)
