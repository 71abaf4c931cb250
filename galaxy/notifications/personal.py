"""Mail is addressed to an address, not to a person: it leaves with the address."""

from typing import Any

from accounts.models import User
from accounts.personal import Holder, register
from galaxy.notifications.models import Mail


@register
class MailHolder(Holder):
    name = "notifications.mail"

    def rows(self, user: User) -> list[dict[str, Any]]:
        mails = Mail.objects.filter(to__iexact=user.email).order_by("pk")
        return [dict(row) for row in mails.values("subject", "language", "created_at", "sent_at")]

    def forget(self, user: User) -> None:
        Mail.objects.filter(to__iexact=user.email).delete()
