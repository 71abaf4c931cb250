"""What else changes with a public record. Apps fill this in <app>/consequences.py, which is found by itself."""

from collections.abc import Iterable
from typing import Any, ClassVar

from accounts.models import User
from galaxy.moderation.models import Moderated


class Consequences:
    """Of the steps of one model. Everything runs inside the transaction of the step, with the record locked."""

    name: ClassVar[str]
    model: ClassVar[type[Moderated]]

    def mentions(self, item: Any) -> Iterable[Moderated]:
        """Other records whose place in lists tells of this one."""
        return []

    def published(self, item: Any, *, by: User) -> None:
        """It is public for the first time."""

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        """Give what hangs on the duplicate to the record that stays; what was moved, as plain values."""
        return {}

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        """Take back what `merged` moved, where it is still as it was left."""


_all: list[Consequences] = []


def register(consequences: type[Consequences]) -> type[Consequences]:
    _all.append(consequences())
    return consequences


def of(model: type[Moderated]) -> list[Consequences]:
    return [each for each in _all if each.model is model]


def mentioned(item: Moderated) -> dict[tuple[type[Moderated], int], Moderated]:
    """Public records whose place in lists tells of this one, each once."""
    found = (other for each in of(type(item)) for other in each.mentions(item) if other.is_published)
    return {(type(other), other.pk): other for other in found}
