"""A pending change of something public: a copy that is edited and reviewed, then applied."""

from typing import TypeVar

from django.db import models

from accounts.models import User
from galaxy.moderation.models import Moderated

Item = TypeVar("Item", bound=Moderated)

# What belongs to the row itself, not to its content.
OWN = {field.name for field in Moderated._meta.get_fields()} - {"language", "source_system", "provenance"} | {"id"}


def content_fields(model: type[Moderated]) -> list["models.Field"]:
    """The columns that a revision carries over."""
    return [field for field in model._meta.concrete_fields if field.name not in OWN and field.name not in model.stays]


def copy_of(item: Item, *, by: User) -> Item:
    """A new draft with the content of this item. Runs inside the caller's transaction."""
    values = {field.name: getattr(item, field.name) for field in content_fields(type(item))}
    copy = type(item)(**values, author=by, revision_of=item)
    copy.save(force_insert=True)
    copy_relations(item, copy)
    return copy


def apply_to(original: Moderated, revision: Moderated) -> None:
    """Give the public row the content of the revision. Runs inside the caller's transaction."""
    for field in content_fields(type(original)):
        setattr(original, field.name, getattr(revision, field.name))
    for name, value in original.on_publication().items():
        setattr(original, name, value)
    original.version += 1
    original.save()
    copy_relations(revision, original)


def copy_relations(source: Moderated, target: Moderated) -> None:
    plain = [field for field in source._meta.many_to_many if field.remote_field.through._meta.auto_created]  # type: ignore[union-attr]
    for field in plain:
        getattr(target, field.name).set(getattr(source, field.name).all())
    for name in source.children:
        _copy_children(source, target, name)


def _copy_children(source: Moderated, target: Moderated, name: str) -> None:
    """Written anew, but for rows that have a key of their own: these stay the rows that they are."""
    manager = getattr(target, name)
    key = getattr(manager.model, "lasting", "")
    there = dict(manager.values_list(key, "pk")) if key else {}
    rows = list(getattr(source, name).order_by(*(manager.model._meta.ordering or ["pk"])))
    manager.exclude(
        pk__in=[there[getattr(row, key)] for row in rows if getattr(row, key) in there] if key else []
    ).delete()
    for row in rows:
        row.pk = there.get(getattr(row, key)) if key else None
        row._state.adding = row.pk is None
        setattr(row, manager.field.name, target)
        row.save(force_insert=row.pk is None)
