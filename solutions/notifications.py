"""What is told about solutions besides the steps of their review."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import User
from galaxy.notifications.kinds import Kind, register


@register
class PeerAnswered(Kind):
    """Tells the moderator who asked that an invited reviewer has answered."""

    name = "solutions.peer_answered"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [item.by]

    def url(self, item: Any, **context: Any) -> str:
        return reverse("admin:review", args=["solution", item.solution_id])
