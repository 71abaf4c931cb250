"""What higher apps add to the review page of their records."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from galaxy.moderation.models import Moderated


@dataclass(frozen=True)
class Panel:
    """Its template gets `panel` (the context), `review`, `item` and `csrf_token`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Builder = Callable[[Any], Panel]
_builders: dict[type[Moderated], list[Builder]] = {}


def register(model: type[Moderated], builder: Builder) -> None:
    """`builder` takes the Review of an item of this model; panels stand in the order of registration."""
    _builders.setdefault(model, []).append(builder)


def panels_of(review: Any) -> list[Panel]:
    return [builder(review) for builder in _builders.get(type(review.item), [])]
