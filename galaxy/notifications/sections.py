"""The newest messages on "My page"."""

from typing import Any

from accounts.models import User
from accounts.sections import register_section

SHOWN = 5


def unread(user: User) -> dict[str, Any] | None:
    """Nothing where nothing is unread."""
    notifications = list(user.notifications.unread()[:SHOWN])
    return {"notifications": notifications} if notifications else None


register_section(50, "notifications/section.html", unread)
