"""What "My page" asks about: records that are to be confirmed."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.sections import register_section
from galaxy.freshness.clock import verified_models

MOST = 30


def to_confirm(user: User) -> dict[str, Any] | None:
    """Those longest due first; nothing where nothing is due. One query for each kind."""
    today = timezone.localdate()
    items = [
        item
        for model in verified_models().values()
        for item in model.objects.editable_by(user).to_confirm(today).distinct()[:MOST]
    ]
    items.sort(key=lambda item: item.verify_due_on)
    return {"items": items[:MOST]} if items else None


register_section(30, "freshness/section.html", to_confirm)
