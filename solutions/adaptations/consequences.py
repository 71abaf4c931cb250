"""What changes with an adaptation: the place of its original in lists, and what the original's people know."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from galaxy.moderation.consequences import Consequences, register
from galaxy.moderation.models import Moderated
from galaxy.notifications.services import notify
from solutions.adaptations import merging
from solutions.models import Solution


@register
class Adaptations(Consequences):
    name = "adaptations"
    model = Solution

    def mentions(self, item: Any) -> Iterable[Moderated]:
        return [item.adapted_from] if item.adapted_from_id else []

    def published(self, item: Any, *, by: User) -> None:
        if item.adapted_from_id and item.adapted_from.is_published:
            notify("adaptations.published", item=item.adapted_from, actor=by, adaptation=item)

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        return {**merging.move_family(item, into), "rows": merging.move_rows(item, into)}

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        merging.return_family(item, original, moved)
        merging.return_rows(original, moved["rows"])
