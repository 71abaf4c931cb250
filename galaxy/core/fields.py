"""Field types of our own."""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from galaxy.core.outgoing import leads_inside

_PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


def validate_partial_date(value: str) -> None:
    """Accept 2019, 2019-05 and 2019-05-31 from the years 1900 to 2100."""
    match = _PARTIAL_DATE.fullmatch(value)
    try:
        if match is None or not 1900 <= int(match["year"]) <= 2100:
            raise ValueError(value)
        datetime.date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        raise ValidationError(
            _("Write a year (2019), a year and month (2019-05) or a full date (2019-05-31)."), code="partial_date"
        ) from None


def validate_outside_address(value: str) -> None:
    """Refuse what no reader could open: inside a network, or with a password. Of other schemes others tell."""
    if value.lower().startswith(("http://", "https://")) and leads_inside(value):
        raise ValidationError(
            _("Write an address that everybody can open. This one leads into a network of its own or has a password."),
            code="inside",
        )


class PartialDateField(models.CharField):
    """A year, a month or a day, in ISO 8601 form, so that text order is order in time."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
