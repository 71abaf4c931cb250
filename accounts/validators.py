"""Password rules of our own."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class SiteWordsValidator:
    """Refuse passwords made of the portal's own words, such as galaxy2026."""

    def validate(self, password: str, user: Any = None) -> None:
        words = {"galaxy", "south-south", "southsouth", "unossc", *settings.SITE_NAME.lower().split()}
        rest = password.lower()
        for word in words:
            rest = rest.replace(word, "")
        if len(rest) < 8 and rest != password.lower():
            raise ValidationError(
                _("This password is easy to guess: it is made of the portal's name."), code="site_words"
            )

    def get_help_text(self) -> str:
        return _("Leave the portal's name out of it.")
