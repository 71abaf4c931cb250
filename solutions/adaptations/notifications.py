"""What the people of an original are told."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from galaxy.notifications.kinds import Kind, register


@register
class Adapted(Kind):
    """Somebody adapted it, and the adaptation is public."""

    name = "adaptations.published"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return item.contributors()

    def url(self, item: Any, **context: Any) -> str:
        return context["adaptation"].get_absolute_url()
