"""Form fields of the documentation form: what is not finished is taken, what is wrong is told."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from galaxy.core.fields import validate_outside_address, validate_partial_date
from galaxy.core.text import tidy, tidy_line

MOST_LETTERS = 30_000
MOST_TAGS = 10
LONGEST_TAG = 40
DECIMALS = 4
# Figures in groups of three; and a plain number, with a point before its decimals.
GROUPED = re.compile(r"[-+]?\d{1,3}([\s,'’]\d{3})+(\.\d{1,4})?")
NUMBER = re.compile(r"[-+]?\d{1,12}(\.\d{1,18})?")
SELECTED = mark_safe(" selected")


class Line(forms.CharField):
    """A text on one line, without control characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def to_python(self, value: Any) -> str:
        return tidy_line(str(value or ""))


class Paragraphs(forms.CharField):
    """A longer text, counted in words. Too many are kept: they are told at the field and refused on sending."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int, min_words: int = 0, rows: int = 8, **kwargs: Any) -> None:
        self.max_words = max_words
        self.min_words = min_words
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "data-words-max": max_words})
        super().__init__(required=False, max_length=MOST_LETTERS, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no maxlength: a browser would cut what is pasted, without a word


class WebAddress(forms.URLField):
    """A public address; one without https:// gets it."""

    default_validators = [URLValidator(schemes=["http", "https"]), validate_outside_address]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("Write a whole address, such as https://example.org/page.")})
        super().__init__(required=False, max_length=500, assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(tidy_line(str(value or ""))) or ""


class PartialDate(Line):
    """A year, a month or a day."""

    default_validators = [validate_partial_date]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 10, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("/", "-")


class Amount(Line):
    """A sum of money, with or without spaces and commas between the thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        figures = re.sub(r"[\s,'’]", "", text)
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", figures):
            raise ValidationError(_("Write the amount in figures, such as 250,000."))
        return f"{Decimal(figures):.2f}"


class Figure(Line):
    """A number as people write it in any language; told apart by where its marks stand: 1,240 and 3,5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 24, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value).replace("\u066b", ".").replace("\u066c", ",").replace("\u2212", "-")
        if not text:
            return ""
        text = text.removesuffix("%").strip()
        if GROUPED.fullmatch(text):
            text = re.sub(r"[\s,'’]", "", text)
        text = text.replace(",", ".")
        if not NUMBER.fullmatch(text):
            raise ValidationError(_("Write one number in figures, such as 1,240 or 3.5; words belong to the unit."))
        return f"{round(Decimal(text), DECIMALS).normalize():f}"


class Year(Line):
    """A year from 1900 to 2100."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 4, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not (text.isdecimal() and 1900 <= int(text) <= 2100):
            raise ValidationError(_("Write a year, such as 2023."))
        return str(int(text)) if text else ""


class Tags(Line):
    """A few words, between commas."""

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = dict.fromkeys(word.strip() for word in re.split(r"[,;،；，]", super().clean(value)) if word.strip())
        if len(words) > MOST_TAGS or any(len(word) > LONGEST_TAG for word in words):
            raise ValidationError(_("Write ten tags at most, of up to 40 letters, with commas between them."))
        return list(words)


class LongSelect(forms.Select):
    """A list of hundreds, as in each line of a step: written at once, not by a template for each entry."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SELECTED if str(code) == chosen else "", label) for code, label in self.choices),
        )
        return format_html("<select{}>{}</select>", flatatt(self.build_attrs({"name": name}, attrs)), options)


class OneOf(forms.ChoiceField):
    """One of a fixed list, or nothing yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class SomeOf(forms.MultipleChoiceField):
    """Any of a fixed list, in its order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [code for code in dict(self.choices) if code in chosen]  # type: ignore[arg-type]
