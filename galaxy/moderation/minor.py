"""Small changes of a public record, which a verified organization publishes by itself: an address, a typing error."""

import difflib
import re
from typing import Any

from django.db import models

from galaxy.moderation.comparison import Part, parts, tokens
from galaxy.moderation.models import Moderated
from galaxy.moderation.revisions import content_fields

MOST_LETTERS = 40  # over all fields together
_FIGURES = re.compile(r"\d+")


def is_minor(revision: Moderated) -> bool:
    """Whether addresses change, and of texts no more than a few letters and no figure. Reads both rows whole."""
    original = revision.revision_of
    if original is None or not original.owner_is_verified() or _differs_unseen(original, revision):
        return False
    changed = [part for part in parts(revision) if part.is_changed and part.name not in revision.addresses]
    return all(_is_correction(revision, part) for part in changed) and sum(map(_letters, changed)) <= MOST_LETTERS


def _differs_unseen(original: Moderated, revision: Moderated) -> bool:
    """Whether a column differs that no form shows and no comparison tells."""
    unseen = [field.attname for field in content_fields(type(revision)) if not field.editable]
    return any(getattr(original, name) != getattr(revision, name) for name in unseen)


def _is_correction(revision: Moderated, part: Part) -> bool:
    """A text that was there and still is, with the same figures: those are facts, however short."""
    field: Any = type(revision)._meta.get_field(part.name)
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    before, after = "\n".join(part.before or []), part.text
    return is_text and bool(before and after) and _FIGURES.findall(before) == _FIGURES.findall(after)


def _letters(part: Part) -> int:
    """How many letters of whole words go or come, whichever are more."""
    old, new = tokens("\n".join(part.before or []), part.text)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(len("".join(old[a:b])), len("".join(new[c:d]))) for kind, a, b, c, d in steps if kind != "equal")
