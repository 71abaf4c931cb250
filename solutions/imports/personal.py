"""What imports hold of a person beyond rows that point to them."""

from typing import Any

from accounts.models import User
from accounts.personal import Holder, register
from partners.services import verified_addresses
from solutions.imports.models import Import, ImportRow


@register
class AssignedByMail(Holder):
    name = "imports"

    def rows(self, user: User) -> list[dict[str, Any]]:
        mine = ImportRow.objects.filter(assignee_email__in=[user.email.lower(), *verified_addresses(user)])
        return [dict(row) for row in mine.values("title", "assignee_email")]

    def forget(self, user: User) -> None:
        ImportRow.objects.filter(assignee_email__in=[user.email.lower(), *verified_addresses(user)]).update(
            assignee_email=""
        )
        Import.objects.filter(by=user).delete()
