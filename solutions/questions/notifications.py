"""What the people of a practice and who asked are told."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from galaxy.notifications.kinds import Kind, register


@register
class Asked(Kind):
    """A question on their practice is public."""

    name = "questions.asked"
    asks = True

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [person for person in item.solution.contributors() if person != item.author]


@register
class Answered(Kind):
    name = "questions.answered"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [item.author]
