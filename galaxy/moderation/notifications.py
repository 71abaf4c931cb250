"""What the people of a record are told."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import User
from galaxy.notifications.kinds import Kind, register


class ToContributors(Kind):
    """Goes to all who may edit the record."""

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return item.contributors()

    def url(self, item: Any, **context: Any) -> str:
        return item.get_status_url()


@register
class Submitted(ToContributors):
    name = "moderation.submitted"


@register
class ChangesRequested(ToContributors):
    name = "moderation.changes_requested"
    asks = True

    def url(self, item: Any, **context: Any) -> str:
        """To the first field with a remark."""
        remarks = context.get("remarks") or []
        return item.get_edit_url(remarks[0].field) if remarks else item.get_status_url()


@register
class Rejected(ToContributors):
    name = "moderation.rejected"


@register
class Published(ToContributors):
    name = "moderation.published"

    def url(self, item: Any, **context: Any) -> str:
        return item.get_absolute_url()


@register
class Withdrawn(ToContributors):
    name = "moderation.withdrawn"


@register
class Duplicate(ToContributors):
    name = "moderation.duplicate"

    def url(self, item: Any, **context: Any) -> str:
        return context["original"].get_absolute_url()


@register
class Split(ToContributors):
    name = "moderation.split"


@register
class Approved(ToContributors):
    name = "moderation.approved"


@register
class ReviewEnded(Kind):
    """Tells the moderator who was reading that somebody else has withdrawn it meanwhile."""

    name = "moderation.review_ended"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [context["reviewer"]] if context["reviewer"] else []

    def url(self, item: Any, **context: Any) -> str:
        return reverse("admin:review", args=[item._meta.model_name, item.pk])
