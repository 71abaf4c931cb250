"""What people write, in any of the six languages, and what it is called inside: headings of columns, allowed values."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language, override

from accounts.models import User
from galaxy.taxonomy.labels import folded, vocabulary
from solutions.exchange.columns import Column, columns

MOST_PLACES = 12
NUMBER = re.compile(r"\s*(?:\w+\s+)?(\d{1,2}(?:\.[0-9a-z]{1,2})?)(?![0-9a-z])", re.IGNORECASE)
BY_NUMBER = {"targets", "goals", "primary_goal"}


def plain(text: str) -> str:
    """For comparison: letters and figures only, without accents and case."""
    return re.sub(r"[\W_]+", "", folded(text))


class Lookup:
    """Made once for a file; reads the template in all six languages when it is asked for meanings."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.columns = columns(user)

    @cached_property
    def _by_language(self) -> dict[str, list[Column]]:
        return {code: self._in(code) for code, _name in settings.LANGUAGES}

    def _in(self, language: str) -> list[Column]:
        if language == get_language():
            return self.columns
        with override(language):
            return columns(self.user)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Key by heading: in plain letters, in each language, for more places than the template has."""
        found: dict[str, str] = {}
        for language, all_columns in self._by_language.items():
            with override(language):
                for column in all_columns:
                    for one in _at_more_places(column):
                        found.setdefault(plain(one.key), one.key)
                        found.setdefault(plain(one.label), one.key)
                    if column.place == 1 and not column.part:
                        found.setdefault(plain(column.title), column.key)
        return found

    @cached_property
    def _codes(self) -> dict[str, dict[str, str]]:
        """For each list of allowed values, code by plain text."""
        found: dict[str, dict[str, str]] = {}
        for language, all_columns in self._by_language.items():
            with override(language):
                for column in all_columns:
                    if column.place < 2 and column.choices:
                        known = found.setdefault(column.list_name, {})
                        for code, name in column.choices:
                            known.setdefault(plain(code), code)
                            known.setdefault(plain(name), code)
        for term in vocabulary().countries.values():
            for text in (term.iso2, term.short_name):
                found["countries.country"].setdefault(plain(text), term.code)
        return found

    def has_choices(self, list_name: str) -> bool:
        return list_name in self._codes

    def code(self, list_name: str, text: str) -> str:
        """The allowed value that this text means; empty where there is none."""
        known = self._codes[list_name]
        if found := known.get(plain(text)):
            return found
        number = NUMBER.match(text) if list_name in BY_NUMBER else None
        return known.get(plain(number[1]), "") if number else ""

    def nearest(self, list_name: str, text: str) -> str:
        """The name, in the present language, of the allowed value that is written most like this; empty if none is."""
        near = get_close_matches(plain(text), self._codes[list_name], n=1, cutoff=0.75)
        return self.name(list_name, self._codes[list_name][near[0]]) if near else ""

    def name(self, list_name: str, code: str) -> str:
        return self._names.get((list_name, code), code)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        first = (column for column in self.columns if column.place < 2)
        return {(column.list_name, code): name for column in first for code, name in column.choices}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Heading by key, in the present language."""
        return {one.key: one.label for column in self.columns for one in _at_more_places(column)}


def _at_more_places(column: Column) -> Iterator[Column]:
    if column.place != 1:
        yield column
        return
    for place in range(1, MOST_PLACES + 1):
        yield replace(column, place=place)
