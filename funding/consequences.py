"""Channels follow an organization that is merged into another."""

from typing import Any

from accounts.models import User
from funding.models import Channel
from galaxy.moderation.consequences import Consequences, register
from galaxy.moderation.moving import give, give_back, refresh_all
from partners.models import Organization

ROLES = ("provider_organization", "manager_organization")


@register
class Channels(Consequences):
    name = "channels"
    model = Organization

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        moved = {name: give(Channel.objects.filter(**{name: item}), **{name: into}) for name in ROLES}
        refresh_all(Channel, {key for keys in moved.values() for key in keys})
        return dict(moved)

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        for name in ROLES:
            keys = give_back(Channel.objects.all(), moved.get(name, []), name, had=original, gets=item)
            refresh_all(Channel, keys)
