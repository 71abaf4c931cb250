"""Forms of one page in which the people of a record write it: with remarks, and safe when two save at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation import services
from galaxy.moderation.models import Moderated, ReviewNote, Status
from galaxy.moderation.services import StepRefused

Item = TypeVar("Item", bound=Moderated)


class ChangedMeanwhile(Exception):
    """Somebody else has saved since the form was opened; `current` is what stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


def current_text(item: Item) -> Item:
    """What its people edit: the pending change, where there is one; at most one query."""
    revisions = type(item).objects.open().filter(revision_of=item)
    return (revisions.first() if item.is_published else None) or item


def check_seen(target: Moderated, seen: str) -> None:
    """Raises ChangedMeanwhile where this locked text is not what the person had before them."""
    arrived = current_text(target)
    if arrived.pk != target.pk or edit_mark(target) != seen:
        raise ChangedMeanwhile(arrived)


def edit_mark(item: Moderated) -> str:
    """What the form carries to see that somebody else has saved meanwhile."""
    return f"{item.pk}:{item.version}"


def editable(target: Item, *, by: User) -> Item:
    """The row to write to: a new pending change of what is public, or the row itself, in its people's hands again."""
    if target.is_published:
        return services.start_revision(target, by=by)
    if target.status == Status.SUBMITTED:
        return services.recall(target, by=by)
    if target.status in {Status.REJECTED, Status.WITHDRAWN}:
        return services.reopen(target, by=by)
    if not target.is_editable:
        raise StepRefused(
            _("A moderator is reading it now, so it cannot be changed. Your text is below: copy it, and send it later.")
        )
    return target


def fill(item: Moderated, values: Mapping[str, Any]) -> None:
    """Write these values, rows of other tables after the row itself."""
    many = {field.name for field in item._meta.many_to_many}
    for name in values.keys() - many:
        setattr(item, name, values[name])
    item.save()
    for name in values.keys() & many:
        relation: models.Manager[Any] = getattr(item, name)
        relation.set(values[name])  # type: ignore[attr-defined]


class GroupedForm(forms.ModelForm):
    """A form of one page, its fields under headings."""

    heading_groups: ClassVar[Sequence[tuple["str | Promise", Sequence[str]]]] = ()
    data: Any
    fields: dict[str, Any]

    def groups(self, remarks: Iterable[ReviewNote] = ()) -> list[tuple[Any, list[dict[str, Any]]]]:
        """The fields under their headings, each with the remarks of the moderator."""
        texts: dict[str, list[str]] = {}
        for remark in remarks:
            texts.setdefault(remark.field, []).append(remark.text)
        groups = [(title, [name for name in names if name in self.fields]) for title, names in self.heading_groups]
        return [
            (str(title), [{"field": self[name], "name": name, "remarks": texts.get(name, [])} for name in names])
            for title, names in groups
            if names
        ]

    def values(self) -> dict[str, Any]:
        """What services write: the fields of the model alone."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def shown(self, name: str, value: Any) -> str:
        """A value of a field in words, for comparing two texts."""
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", [])}
        values = value if isinstance(value, (list, tuple, QuerySet)) else [value]
        keys = sorted(str(getattr(one, "pk", one)) for one in values if one not in (None, ""))
        return ", ".join(choices.get(key, key) for key in keys)

    def differences(self, current: Moderated) -> list[tuple[str, str, str]]:
        """Label, what stands now and what this person wrote, for each field that differs."""
        other = self.form_of(current)
        pairs = [
            (str(self.fields[name].label), self.shown(name, other.initial.get(name)), self.shown(name, value))
            for name, value in self.values().items()
        ]
        return [(label, theirs, yours) for label, theirs, yours in pairs if theirs != yours]

    def form_of(self, current: Moderated) -> "GroupedForm":
        """The same form as it would open now."""
        return type(self)(instance=current)

    def opened_again(self, current: Moderated) -> None:
        """Let the next sending replace what stands now, which the person has seen."""
        data: Any = self.data.copy()
        data["edit_mark"] = edit_mark(current)
        self.data = data
