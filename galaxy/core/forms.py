"""How forms are rendered, and fields that several apps need."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import ngettext

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
