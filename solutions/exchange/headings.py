"""Headings that people write in documents of their own, in six languages, and the field that each belongs to."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext, override

from solutions.exchange.columns import Column
from solutions.exchange.lookup import Lookup, plain
from solutions.forms import NOT_YET
from solutions.page import FIRST_TEXTS, LAST_TEXTS

# Besides the words of the form and of the public page: what templates of other organizations call the same thing.
OTHERS = Path(__file__).parent / "data" / "headings.csv"


class Headings:
    """Made once for a document."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup

    def key(self, heading: str) -> str:
        """The field of this heading; empty for one that we do not know, and for lists, whose lines cannot be told."""
        return self._known.get(plain(heading), "")

    @cached_property
    def _known(self) -> dict[str, str]:
        single = {column.key for column in self.text_columns}
        found = {text: key for text, key in self.lookup.keys.items() if key in single}
        for code, _name in settings.LANGUAGES:
            with override(code):
                for name, title in (*FIRST_TEXTS, *LAST_TEXTS):
                    found.setdefault(plain(gettext(title)), name)
        for name, text in _others():
            found.setdefault(plain(text), name)
        return found

    @cached_property
    def text_columns(self) -> list[Column]:
        return [column for column in self.lookup.columns if not column.place]

    @cached_property
    def blank(self) -> set[str]:
        """What a list shows in which nothing was chosen."""
        found = set()
        for code, _name in settings.LANGUAGES:
            with override(code):
                found.add(plain(str(NOT_YET[1])))
        return found


def _others() -> Iterator[tuple[str, str]]:
    with OTHERS.open(encoding="utf-8", newline="") as file:
        next(file)  # source and date
        for line in csv.DictReader(file):
            yield line["field"], line["heading"]
