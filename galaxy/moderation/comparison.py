"""What an item says, field by field, and how that differs from what is public."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from galaxy.moderation.models import Moderated, label_of
from galaxy.moderation.revisions import content_fields

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_TOKENS = 6000  # beyond it whole lines are compared: time grows with the square


@dataclass(frozen=True)
class Part:
    """One field or relation of an item: texts are lines of text, `before` is None where nothing is public yet."""

    name: str
    label: str
    after: list[str]
    before: list[str] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.after and not self.before

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.after

    @property
    def text(self) -> str:
        return "\n".join(self.after)

    @property
    def was(self) -> SafeString:
        """What is public, with what goes away marked."""
        return marked(self.before or [], self.after, "del")

    @property
    def becomes(self) -> SafeString:
        """What is proposed, with what is new marked."""
        return marked(self.before or [], self.after, "ins")


def parts(item: Moderated) -> list[Part]:
    """Everything that the item says; against its public row where it is a change of one."""
    original = item.revision_of if item.revision_of_id else None
    return [
        Part(name, label, _read(item, name), _read(original, name) if original else None)
        for name, label in _names(type(item))
    ]


def _names(model: type[Moderated]) -> list[tuple[str, str]]:
    fields = [*content_fields(model), *model._meta.many_to_many]
    names = [*(field.name for field in fields if field.editable), *model.children]
    return [(name, label_of(model, name)) for name in names]


def _read(item: Moderated, name: str) -> list[str]:
    """The value in words, one string for each line or row; nothing where it is empty."""
    field: Any = item._meta.get_field(name)
    if field.many_to_many:
        return sorted(str(other) for other in getattr(item, name).all())
    if field.one_to_many:
        return [_row(child, field.remote_field.name) for child in _children(item, name)]
    text = _words(item, field)
    return text.splitlines() if text else []


def _children(item: Moderated, name: str) -> Any:
    manager = getattr(item, name)
    links = [field.name for field in manager.model._meta.concrete_fields if field.many_to_one]
    return manager.select_related(*links).order_by(*(manager.model._meta.ordering or ["pk"]))


def _row(child: models.Model, parent: str) -> str:
    fields = [f for f in child._meta.concrete_fields if f.editable and not f.primary_key and f.name != parent]
    words = [_words(child, field) for field in fields]
    return pgettext("between the values of a row", ", ").join(filter(None, words))


def _words(row: Any, field: Any) -> str:
    value = getattr(row, field.name)
    if value in (None, "", False):
        return ""
    if value is True:
        return _("Yes")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return "\n".join(str(labels.get(entry, entry)) for entry in value)
    return str(dict(field.flatchoices).get(value, value))


def marked(before: Sequence[str], after: Sequence[str], tag: str) -> SafeString:
    """One side of the comparison as escaped HTML; `tag` is del for what was and ins for what becomes."""
    old, new = tokens("\n".join(before), "\n".join(after))
    changed, side = ("delete", old) if tag == "del" else ("insert", new)
    pieces = []
    for kind, *spans in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        start, end = spans[:2] if tag == "del" else spans[2:]
        text = "".join(side[start:end])
        if text:
            pieces.append(format_html(f"<{tag}>{{}}</{tag}>", text) if kind in (changed, "replace") else text)
    return format_html_join(mark_safe(""), "{}", ((piece,) for piece in pieces))


def tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > MOST_TOKENS:
        return _LINE.findall(before), _LINE.findall(after)
    return old, new
