"""What a reader says is wrong, and the signs of a program that fills in forms."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from galaxy.core.forms import OpenedForm
from galaxy.core.text import tidy
from galaxy.flags.models import Reason

MOST_LETTERS = 2_000
MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class Words(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))


class FlagForm(OpenedForm):
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = Words(
        label=_("Where, and how should it be?"),
        help_text=_("A few words help us to find it. Please write no personal data of others."),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Only if you want to hear what came of it. It is deleted when you have the answer."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["reason", "text", "email"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("reason") in {Reason.OTHER, Reason.WRONG} and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say in a few words what is wrong."))
        return said

    @property
    def looks_like_spam(self) -> bool:
        """Of a form that is right: filled in as a program would, or full of links."""
        return self.is_by_program or len(LINK.findall(self.cleaned_data["text"])) > MOST_LINKS
