"""What a machine can say of an item before a moderator reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from galaxy.freshness.links import links_of
from galaxy.moderation.comparison import Part
from galaxy.moderation.models import Moderated
from galaxy.taxonomy.models import Language

MOST_LINKS = 15
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?<![\w/.:-])(?:\+|00|\()\s?\d[\d\s().-]{6,}\d")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One remark of the machine; `field` is empty for the item as a whole."""

    text: str
    field: str = ""
    tone: str = "warn"


def findings(item: Moderated, parts: list[Part]) -> list[Finding]:
    """In the order of urgency: what is missing, then what a person should look at."""
    missing = [Finding(text, name, "bad") for name, text in item.missing().items()]
    return [*missing, *doubts(item, parts)]


def doubts(item: Moderated, parts: list[Part]) -> list[Finding]:
    """What does not stop it and a person should look at: its author before it is sent, and the moderator."""
    return [*_language(item), *_unanswered(item), *_personal(item, parts), *_links(parts)]


def _language(item: Moderated) -> Iterator[Finding]:
    if spoken := item.spoken_language():
        languages = {"found": Language(spoken).label, "told": item.get_language_display()}
        yield Finding(_("The text seems to be in %(found)s; the record says %(told)s.") % languages, "language")


def _unanswered(item: Moderated) -> Iterator[Finding]:
    """Addresses that did not answer when they were last asked, or that may not be asked."""
    for name, link in links_of(item):
        if link.failures_count or link.problem:
            text = f"{link.url}: {link.words}"
            yield Finding(text, name, "bad" if link.failures_count else "warn")


def _personal(item: Moderated, parts: list[Part]) -> Iterator[Finding]:
    """Addresses and telephone numbers in running text: they would be public."""
    for part in parts:
        field = _field(item, part.name)
        if not (field.one_to_many or isinstance(field, models.TextField | models.CharField)):
            continue
        found_here = [*_EMAIL.findall(part.text), *(number.strip() for number in _PHONE.findall(part.text))]
        for found in dict.fromkeys(found_here):
            yield Finding(_("Personal data? “%(found)s” would be public.") % {"found": found}, part.name)


def _field(item: Moderated, name: str) -> Any:
    return type(item)._meta.get_field(name)


def _links(parts: list[Part]) -> Iterator[Finding]:
    count = sum(len(_LINK.findall(part.text)) for part in parts)
    if count > MOST_LINKS:
        text = ngettext(
            "%(count)s link: more than usual. Check that it does not advertise.",
            "%(count)s links: more than usual. Check that it does not advertise.",
            count,
        )
        yield Finding(text % {"count": count})
