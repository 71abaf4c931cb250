"""How lists say that nobody has confirmed a record for long."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def not_verified_since(day: str | None) -> str:
    """`day` as a card of the index keeps it; empty where there is nothing to warn of."""
    if not day:
        return ""
    month = date_format(datetime.date.fromisoformat(day), "YEAR_MONTH_FORMAT")
    return _("Not verified since %(month)s") % {"month": month}
