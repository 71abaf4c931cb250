"""The trail that the database keeps of every change of a row, told in words."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from pghistory.models import Events

from accounts.models import User
from galaxy.moderation.comparison import marked
from galaxy.moderation.models import Moderated

MOST = 300
SILENT = {"updated_at", "version", "key", "position"}
LABELS = {"insert": _("Added"), "update": _("Changed"), "delete": _("Removed")}


class Difference(NamedTuple):
    label: str
    was: SafeString
    becomes: SafeString


@dataclass(frozen=True)
class Change:
    """One change of one row. `by` is None for what no request did, such as a task or a command."""

    at: datetime.datetime
    by: User | None
    url: str
    label: str
    subject: str
    differences: list[Difference]


def changes_of(item: Moderated) -> list[Change]:
    """Of the row and of the rows that belong to it, latest first; a query for each table and one for names."""
    events = sorted(_events(item), key=attrgetter("pgh_created_at"), reverse=True)[:MOST]
    people = User.objects.in_bulk({_person(event) for event in events} - {None})
    return [_change(event, people) for event in events]


def _events(item: Moderated) -> Iterator[Any]:
    yield from Events.objects.tracks(item).order_by("-pgh_created_at", "-pgh_id")[:MOST]
    for name in item.children:
        child: Any = type(item)._meta.get_field(name).related_model
        tables = getattr(child, "pgh_event_models", {}).values()
        for table in set(tables):
            yield from Events.objects.references(item).across(table).order_by("-pgh_created_at", "-pgh_id")[:MOST]


def _person(event: Any) -> int | None:
    return (event.pgh_context or {}).get("user")


def _change(event: Any, people: dict[int, User]) -> Change:
    model = _model(event)
    return Change(
        at=event.pgh_created_at,
        by=people.get(_person(event) or 0),
        url=(event.pgh_context or {}).get("url", ""),
        label=str(LABELS.get(event.pgh_label, event.pgh_label)),
        subject=str(model._meta.verbose_name),
        differences=list(_differences(model, event)),
    )


def _model(event: Any) -> Any:
    return apps.get_model(event.pgh_obj_model)


def _differences(model: type[models.Model], event: Any) -> Iterator[Difference]:
    pairs = _pairs(model, event)
    for field in model._meta.concrete_fields:
        if field.column in pairs and field.column not in SILENT:
            was, becomes = (_word(field, value) for value in pairs[field.column])
            if was != becomes:
                yield Difference(
                    str(field.verbose_name), marked([was], [becomes], "del"), marked([was], [becomes], "ins")
                )


def _pairs(model: type[models.Model], event: Any) -> dict[str, list[Any]]:
    """Before and after of each column; of a new item nothing, for its page tells it."""
    if event.pgh_label == "update":
        return event.pgh_diff or {}
    if issubclass(model, Moderated):
        return {}
    told = {column: value for column, value in event.pgh_data.items() if column in _told(model)}
    return {column: [value, ""] if event.pgh_label == "delete" else ["", value] for column, value in told.items()}


def _told(model: type[models.Model]) -> set[str]:
    """Columns of a row that belongs to an item, but for its number and that of the item."""
    return {
        str(field.column)
        for field in model._meta.concrete_fields
        if not field.primary_key and not getattr(field.related_model, "children", ())
    }


def _word(field: Any, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return "" if value is None else str(dict(field.flatchoices).get(value, value))
