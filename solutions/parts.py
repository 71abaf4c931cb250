"""What a page of the form shows beside its fields: examples, remarks, what is too long, what somebody else wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField

from galaxy.moderation.models import ReviewNote
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Language
from solutions.drafting import RowSet, StepPage
from solutions.hints import HINTS, Hint
from solutions.models import Attachment, BlockType, CountryRole, Licence, OrganizationRole, ResourceType, Solution
from solutions.steps import Rows, anchor, content_name, label_of

MANY = 6
UNTOLD = {"key", "attachment"}  # names that only machines know


@dataclass(frozen=True)
class Part:
    """One field, or one list of lines, with all that stands around it."""

    name: str
    anchor: str
    label: str
    bound: BoundField | None = None
    rows: Rows | None = None
    rowset: RowSet | None = None
    hint: Hint | None = None
    fault: str = ""
    theirs: str | None = None
    remarks: list[ReviewNote] = field(default_factory=list)

    @property
    def is_long_list(self) -> bool:
        """Whether its boxes stand in two columns."""
        return bool(self.bound and self.bound.use_fieldset and len(getattr(self.bound.field, "choices", ())) > MANY)


def parts(
    page: StepPage, remarks: Iterable[ReviewNote], faults: Mapping[str, str], conflicts: Mapping[str, Any]
) -> dict[str, Part]:
    """By name, in the order of the page."""
    notes: dict[str, list[ReviewNote]] = {}
    for note in remarks:
        notes.setdefault(content_name(note.field), []).append(note)

    def part(name: str, **more: Any) -> Part:
        return Part(
            name,
            anchor(name),
            label_of(name),
            hint=HINTS.get(name),
            fault=faults.get(name, ""),
            theirs=in_words(page, name, conflicts[name]) if name in conflicts else None,
            remarks=notes.get(name, []),
            **more,
        )

    fields = {bound.name: part(bound.name, bound=bound) for bound in page.form}
    return fields | {rows.name: part(rows.name, rows=rows, rowset=rowset) for rows, rowset in page.rowsets}


def name_files(page: StepPage, solution: Solution | None) -> None:
    """Say at each line which file it has; one query, and none where no line has one."""
    lines = [form for _rows, rowset in page.rowsets for form in rowset.forms if "attachment" in form.fields]
    keys = {key for form in lines if (key := str(form["attachment"].value() or ""))}
    if solution and keys:
        known = {str(file.key): file for file in Attachment.objects.of(solution)}
        for form in lines:
            form.kept = known.get(str(form["attachment"].value() or ""))


def in_words(page: StepPage, name: str, value: Any) -> str:
    """A value as a person reads it: choices by their names, a list of lines as lines."""
    if value and isinstance(value, list) and isinstance(value[0], dict):
        return "\n".join(_line(line) for line in value)
    choices = dict(getattr(page.form.fields.get(name), "choices", []))
    if isinstance(value, list):
        return "\n".join(str(choices.get(code, code)) for code in value)
    return str(choices.get(value, value))


def _line(line: Mapping[str, str]) -> str:
    labels = {
        **{country.code: country.name for country in vocabulary().countries.values()},
        **dict(OrganizationRole.choices),
        **dict(CountryRole.choices),
        **dict(Language.choices),
        **dict(ResourceType.choices),
        **dict(Licence.choices),
        **dict(BlockType.choices),
    }
    told = [text for name, text in line.items() if text and name not in UNTOLD]
    return ", ".join(str(labels.get(text, text)) for text in told)
