"""The documentation template as a flat list of columns, derived from the steps of the form: described once, there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from solutions.hints import HINTS, Hint
from solutions.quality import REQUIRED
from solutions.steps import STEPS, Rows, Step

# What belongs to the picture goes in by the form, with the picture.
LEFT_OUT = {"image_alt", "image_credit", "consent_confirmed"}
# How many places a template offers for each list; what is read back may have more.
SLOTS = {"countries": 6, "organizations": 4, "targets": 5, "goals": 2, "themes": 4, "channels": 2, "external_ids": 2}
USUAL_SLOTS = 3
# Lists whose entries are called by their number first.
NUMBERED = {"targets"}
LONGEST_CHOICE = 110


@dataclass(frozen=True)
class Column:
    """One thing to fill in: a field, one entry of a list of choices, or one field of one line."""

    name: str
    place: int
    part: str
    field: forms.Field
    title: str  # of the field or the list, without its place
    step: str

    @property
    def key(self) -> str:
        """How files call it in any language, such as title, themes.2 or countries.1.role."""
        return ".".join([self.name, *([str(self.place)] if self.place else []), *([self.part] if self.part else [])])

    @property
    def list_name(self) -> str:
        """The same for every place: themes, countries.role."""
        return f"{self.name}.{self.part}" if self.part else self.name

    @property
    def label(self) -> str:
        if self.part:
            words = {"list": self.title, "number": self.place, "field": self.field.label}
            return _("%(list)s %(number)s: %(field)s") % words
        return _("%(list)s %(number)s") % {"list": self.title, "number": self.place} if self.place else self.title

    @property
    def hint(self) -> Hint:
        return HINTS.get(self.name, Hint(""))

    @property
    def is_needed(self) -> bool:
        """Whether it must be filled before a solution is sent; of a list, its first place."""
        is_asked = bool(getattr(self.field, "needed", False))
        return is_asked and self.place < 2 and (not self.part or self.name in REQUIRED)

    @property
    def is_long(self) -> bool:
        return isinstance(self.field.widget, forms.Textarea)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and name of each allowed value; none where anything may be written."""
        if not isinstance(self.field, forms.ChoiceField):
            return []
        pairs: Any = self.field.choices
        return [(str(code), shown(self.name, str(code), str(name))) for code, name in pairs if code]


def shown(list_name: str, code: str, name: str) -> str:
    """An allowed value as a list shows it."""
    text = f"{code} {name}" if list_name in NUMBERED else name
    return text if len(text) <= LONGEST_CHOICE else f"{text[: LONGEST_CHOICE - 1].rstrip()}…"


def columns(user: User) -> list[Column]:
    """All of the template in the language that is active, in the order of the form; three queries."""
    return [column for step in STEPS for column in _columns_of(step, user)]


def fields_of(step: Step) -> list[str]:
    """Names of the fields of a step that a file can carry, without its lists of lines."""
    return [name for name in step.fields if name not in LEFT_OUT]


def _columns_of(step: Step, user: User) -> Iterator[Column]:
    form = step.form(user=user)
    for name in fields_of(step):
        field = form.fields[name]
        for place in _places(name, field):
            yield Column(name, place, "", field, str(field.label), str(step.title))
    for rows in step.rows:
        yield from _columns_of_rows(rows, str(step.title))


def _places(name: str, field: forms.Field) -> Iterable[int]:
    return range(1, slots(name) + 1) if isinstance(field, forms.MultipleChoiceField) else (0,)


def slots(name: str) -> int:
    return SLOTS.get(name, USUAL_SLOTS)


def _columns_of_rows(rows: Rows, step: str) -> Iterator[Column]:
    form: Any = rows.form()
    for place in range(1, slots(rows.name) + 1):
        for part, field in form.fields.items():
            if not (isinstance(field, forms.FileField) or field.widget.is_hidden):
                yield Column(rows.name, place, part, field, str(rows.label), step)
