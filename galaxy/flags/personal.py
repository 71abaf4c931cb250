"""A report holds an address until it is answered: it leaves with the person."""

from typing import Any

from accounts.models import User
from accounts.personal import Holder, register
from galaxy.flags.models import Flag


@register
class FlagHolder(Holder):
    name = "flags"

    def rows(self, user: User) -> list[dict[str, Any]]:
        own = Flag.objects.filter(email__iexact=user.email).order_by("pk")
        return [dict(row) for row in own.values("number", "reason", "text", "created_at")]

    def forget(self, user: User) -> None:
        Flag.objects.filter(email__iexact=user.email).update(email="")
