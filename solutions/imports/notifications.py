"""What the people of imports are told."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import User
from galaxy.notifications.kinds import Kind, register


@register
class Assigned(Kind):
    """A colleague asks to finish drafts."""

    name = "imports.assigned"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [context["person"]]

    def url(self, item: Any, **context: Any) -> str:
        return reverse("accounts:home")
