"""What "My page" shows of imports: drafts that a colleague handed over, and one's own latest files."""

from typing import Any

from accounts.models import User
from accounts.sections import register_section
from partners.services import verified_addresses
from solutions.forms import organizations_of
from solutions.imports.models import Import, ImportRow

MOST = 30
LATEST = 5


def handed_over(user: User) -> dict[str, Any] | None:
    """Nothing for who may not write for any organization."""
    rows = list(ImportRow.objects.to_finish_for(user, verified_addresses(user))[:MOST])
    batches = list(Import.objects.of(user)[:LATEST])
    if not rows and not batches and not organizations_of(user):
        return None
    return {"rows": rows, "batches": batches}


register_section(41, "imports/section.html", handed_over)
