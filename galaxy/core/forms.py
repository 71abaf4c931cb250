"""How forms are rendered, and fields that several apps need."""

import re
import time
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SECONDS_TO_FILL = 3
STAMP_LASTS = 24 * 60 * 60
STAMP_SALT = "galaxy.core.forms"
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+")


class Renderer(TemplatesSetting):
    """Every field as label, hint, error, control; errors summed up with links."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def count_words(text: str) -> int:
    """Words between spaces; each sign of Chinese or Japanese counts as one."""
    return len(WORD.findall(text))


class WordsField(forms.CharField):
    """A longer text with a limit in words, counted as one types where scripts run."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int, **kwargs: Any) -> None:
        self.max_words = max_words
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-words-max": self.max_words}

    def validate(self, value: str) -> None:
        super().validate(value)
        over = count_words(value) - self.max_words
        if over > 0:
            raise ValidationError(
                ngettext(
                    "Shorten this by %(over)s word: the limit is %(limit)s.",
                    "Shorten this by %(over)s words: the limit is %(limit)s.",
                    over,
                )
                % {"over": over, "limit": self.max_words},
                code="max_words",
            )


class OpenedForm(forms.Form):
    """A form for everybody, which knows when it was opened, with a field that only programs fill in."""

    use_required_attribute = False

    homepage = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["stamp"] = signing.dumps(time.time(), salt=STAMP_SALT)

    def clean(self) -> dict[str, Any]:
        """A page without a true stamp, or with one of yesterday, is shown again with a new one."""
        if self._opened_at() is None:
            self.data = {**self.data.dict(), "stamp": self.initial["stamp"]}  # type: ignore[attr-defined]
            self.add_error(None, _("This page was open for too long. What you wrote is kept; send it again."))
        return self.cleaned_data

    @property
    def is_by_program(self) -> bool:
        """Of a form that is right: the hidden field is filled, or it took no time."""
        opened_at = self._opened_at() or time.time()
        return bool(self.cleaned_data["homepage"]) or time.time() - opened_at < SECONDS_TO_FILL

    def _opened_at(self) -> float | None:
        try:
            return float(signing.loads(self.cleaned_data.get("stamp", ""), salt=STAMP_SALT, max_age=STAMP_LASTS))
        except (signing.BadSignature, TypeError, ValueError):
            return None
