"""One solution from a file: its cells against the rules of the form, which are not written a second time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from solutions.exchange.columns import fields_of
from solutions.exchange.lookup import Lookup
from solutions.steps import STEPS, Rows, Step

Cells = Mapping[str, str]
SEVERAL = re.compile(r"[;；\n|]")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, and what to do."""

    key: str
    text: str


@dataclass
class Checked:
    """`values` are as solutions.content takes them: what was told and is right."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Checker:
    """Made once for a file. `usual` fills in what a row leaves empty, such as the organization."""

    def __init__(self, lookup: Lookup, usual: Mapping[str, str]) -> None:
        self.lookup = lookup
        self.usual = usual

    def check(self, cells: Cells) -> Checked:
        """No row of the database is written; two queries."""
        found = Checked()
        coded = self._coded({**self.usual, **{key: text for key, text in cells.items() if text.strip()}}, found)
        for step in STEPS:
            self._check_fields(step, coded, found)
            for rows in step.rows:
                self._check_rows(rows, coded, found)
        return found

    def _coded(self, cells: Cells, found: Checked) -> dict[str, str]:
        """The cells with codes for allowed values; a cell may name several of a list, which then take places of it."""
        coded: dict[str, str] = {}
        for key, text in cells.items():
            name, place, part = split_key(key)
            list_name = f"{name}.{part}" if part else name
            if not self.lookup.has_choices(list_name):
                coded[key] = text
                continue
            texts = SEVERAL.split(text) if place and not part else [text]
            for number, one in enumerate(filter(str.strip, texts)):
                if code := self.lookup.code(list_name, one):
                    coded[key if part or not place else f"{key}.{number}"] = code
                else:
                    found.problems.append(Problem(key, self._unknown(list_name, one)))
        return coded

    def _unknown(self, list_name: str, text: str) -> str:
        words = {"text": text.strip()[:80], "near": self.lookup.nearest(list_name, text)}
        if list_name == "organization":
            return _("“%(text)s” is not among the organizations for which you may write.") % words
        if words["near"]:
            return _("“%(text)s” is not in the list. Did you mean “%(near)s”?") % words
        return _("“%(text)s” is not in the list. Take a value from the list.") % words

    def _check_fields(self, step: Step, coded: Mapping[str, str], found: Checked) -> None:
        data: MultiValueDict[str, Any] = MultiValueDict()
        for key, text in coded.items():
            data.appendlist(key.partition(".")[0], text)
        form = step.form(data, user=self.lookup.user)
        told = set(data) & set(fields_of(step))
        known = {problem.key.partition(".")[0] for problem in found.problems}
        for name in fields_of(step):
            if name in form.errors and name not in known:
                found.problems += [Problem(_first_key(form, name), str(text)) for text in form.errors[name]]
            elif name in told and form.cleaned_data.get(name):
                found.values[name] = form.cleaned_data[name]

    def _check_rows(self, rows: Rows, coded: Mapping[str, str], found: Checked) -> None:
        lines: list[dict[str, str]] = []
        for place, said in _lines(rows.name, coded):
            form = rows.form({**_initial(rows), **said})
            known = {problem.key for problem in found.problems}
            for part, errors in form.errors.items():
                key = f"{rows.name}.{place}.{part}"
                found.problems += [Problem(key, str(text)) for text in errors if key not in known]
            if form.is_valid() and (line := form.row()):
                lines.append(line)
        if len(lines) > rows.most:
            found.problems.append(Problem(rows.name, _("Write %(most)s lines at most.") % {"most": rows.most}))
        elif lines:
            found.values[rows.name] = lines


def split_key(key: str) -> tuple[str, int, str]:
    """Name, place and part of a key; place 0 and an empty part where it has none."""
    name, _dot, rest = key.partition(".")
    place, _dot, part = rest.partition(".")
    return name, int(place) if place.isdecimal() else 0, part


def _first_key(form: forms.Form, name: str) -> str:
    return f"{name}.1" if isinstance(form.fields[name], forms.MultipleChoiceField) else name


def _lines(name: str, coded: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    by_place: dict[int, dict[str, str]] = {}
    for key, text in coded.items():
        own, place, part = split_key(key)
        if own == name and part:
            by_place.setdefault(place, {})[part] = text
    yield from sorted(by_place.items())


def _initial(rows: Rows) -> dict[str, str]:
    """What the form has chosen before anybody writes."""
    return {name: str(field.initial) for name, field in rows.form.base_fields.items() if field.initial}
