"""One step of the documentation form as it stands on a page: its fields and its lists of lines."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from galaxy.core.uploads import Upload
from galaxy.taxonomy.models import Language
from solutions import content
from solutions.forms import StepForm
from solutions.models import Modality, Solution, SolutionKind
from solutions.rows import ResourceRow
from solutions.steps import Rows, Step, anchor

# What an author finds filled in before anything is saved.
FIRST = {"kind": SolutionKind.GOOD_PRACTICE, "modality": Modality.SOUTH_SOUTH}


class RowSet(BaseFormSet):
    deletion_widget = forms.HiddenInput


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong on the page, with the fragment that leads to it."""

    anchor: str
    label: str
    text: str


class StepPage:
    """Built from what is stored, or from what was typed (`data`)."""

    def __init__(
        self,
        step: Step,
        *,
        user: User,
        solution: Solution | None = None,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        self.step = step
        self.data = data
        self.files = files
        self.stored = content.read(solution, step.names) if solution else _first(step, user)
        self.form = _form(step, user, solution, data, files, self.stored)
        self.rowsets = [self._rowset(rows) for rows in step.rows]

    @property
    def seen(self) -> str:
        """Digests of what the page shows, for the save that comes back from it."""
        return json.dumps({name: content.digest(value) for name, value in self.stored.items()})

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was typed and is not wrong; a list of lines only as a whole."""
        self.form.full_clean()
        said = {name: self.form.cleaned_data[name] for name in self.step.fields if name in self.form.cleaned_data}
        return said | {rows.name: _lines(rowset) for rows, rowset in self.rowsets if _is_whole(rowset)}

    @cached_property
    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the page."""
        found = [Problem(_target(bound), str(bound.label), str(error)) for bound in self.form for error in bound.errors]
        for _rows, rowset in self.rowsets:
            for form in rowset.forms:
                found += [Problem(bound.id_for_label, str(bound.label), str(e)) for bound in form for e in bound.errors]
        return found

    def sent_files(self) -> "list[tuple[ResourceRow, Upload]]":
        """Lines that came with a file which can be kept, with that file."""
        forms = [form for _rows, rowset in self.rowsets if rowset.is_bound for form in rowset.forms]
        for form in forms:
            form.full_clean()
        return [(form, form.cleaned_data["upload"]) for form in forms if form.cleaned_data.get("upload")]

    def reshape(self) -> bool:
        """Add or take out a line, if a button asked for it; whether one did."""
        data = self.data or QueryDict()
        for place, (rows, rowset) in enumerate(self.rowsets):
            add, remove = f"add_{rows.name}" in data, data.get(f"remove_{rows.name}", "")
            if add or remove:
                lines = [line for number, line in _typed(rowset) if str(number) != remove]
                self.rowsets[place] = (rows, _blank(rows, lines, 1 if add else 0))
                return True
        return False

    def _rowset(self, rows: Rows) -> tuple[Rows, "BaseFormSet[Any]"]:
        if self.data is not None and f"{rows.name}-TOTAL_FORMS" in self.data:
            return rows, _factory(rows, 0)(self.data, self.files, prefix=rows.name)
        lines = self.stored[rows.name]
        return rows, _blank(rows, lines, max(1, rows.least - len(lines)))


def seen_by(data: Mapping[str, Any]) -> dict[str, str]:
    """The digests that came back with the page; none where they were tampered with."""
    try:
        seen = json.loads(data.get("seen", "{}"))
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in seen.items()} if isinstance(seen, dict) else {}


def _first(step: Step, user: User) -> dict[str, Any]:
    language = user.language.partition("-")[0]
    known: dict[str, Any] = {**FIRST, "language": language if language in Language.values else Language.EN}
    empty: dict[str, Any] = dict.fromkeys(step.names, "")
    return {**empty, **{name: str(value) for name, value in known.items() if name in empty}}


def _form(step: Step, user: User, solution: Solution | None, data: Any, files: Any, stored: dict[str, Any]) -> StepForm:
    initial = {name: stored[name] for name in step.fields}
    return step.form(data, files, initial=initial, user=user, solution=solution)


def _factory(rows: Rows, extra: int) -> "type[BaseFormSet[Any]]":
    return formset_factory(
        rows.form, formset=RowSet, extra=extra, can_delete=True, max_num=rows.most, absolute_max=rows.most
    )


def _blank(rows: Rows, lines: list[dict[str, str]], extra: int) -> "BaseFormSet[Any]":
    return _factory(rows, extra)(initial=lines, prefix=rows.name)


def _is_whole(rowset: "BaseFormSet[Any]") -> bool:
    """Whether it was on the page, and no line of it is wrong."""
    return rowset.is_bound and rowset.management_form.is_valid() and all(form.is_valid() for form in rowset.forms)


def _lines(rowset: "BaseFormSet[Any]") -> list[dict[str, str]]:
    return [line for form in rowset.forms if (line := form.row())]


def _typed(rowset: "BaseFormSet[Any]") -> list[tuple[int, dict[str, Any]]]:
    """The lines as they were typed, right or wrong, without those taken out."""
    return [
        (number, {name: form[name].value() for name in form.fields if name != "DELETE"})
        for number, form in enumerate(rowset.forms)
        if not form["DELETE"].value()
    ]


def _target(bound: forms.BoundField) -> str:
    return anchor(bound.name) if bound.use_fieldset else bound.id_for_label
