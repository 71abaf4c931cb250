"""Password rules of our own."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnoughValidator:
    """Django's rule, told with what to do; its own words are not in all six languages."""

    def __init__(self, min_length: int) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return _("A password of less than %(length)d characters is too short. Three or four words are good.") % {
            "length": self.min_length
        }


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
