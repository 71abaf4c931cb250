"""What the people of a record are told of its freshness."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from galaxy.freshness.clock import link_for
from galaxy.notifications.kinds import Kind, register


class ToOne(Kind):
    """Goes to the person in the context: each message is written for one."""

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return [context["to"]]


@register
class LinkDead(ToOne):
    name = "freshness.link_dead"

    def url(self, item: Any, **context: Any) -> str:
        """To the first of the records, where it is changed."""
        return context["records"][0].get_status_url()


class AboutClock(ToOne):
    """Leads to the page with the button, for this person without signing in."""

    def url(self, item: Any, **context: Any) -> str:
        return link_for(item, context["to"])


@register
class Reminder(AboutClock):
    name = "freshness.reminder"
    asks = True


@register
class Archived(AboutClock):
    name = "freshness.archived"
