"""What the people of a record are told."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from galaxy.notifications.kinds import Kind, register


@register
class Reported(Kind):
    """A reader says that something in the record is wrong."""

    name = "flags.reported"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return item.contributors()

    def url(self, item: Any, **context: Any) -> str:
        return item.get_status_url()
