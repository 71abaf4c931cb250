"""The files that ship, and the tables that they fill. Higher apps add theirs in <app>/sheets.py, found by itself."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Field, Model, QuerySet

from galaxy.taxonomy.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    Goal,
    Indicator,
    Region,
    Target,
    Theme,
)

DATA = Path(__file__).parent / "data"
ABOUT = re.compile(r"# source: (?P<source>.+); date: (?P<date>[\d-]+); licence: (?P<licence>.+)")

Row = dict[str, str]
Rows = dict[str, Row]


@dataclass(frozen=True)
class Content:
    """A file as it was read; each row is found by its key."""

    source: str
    dated: date
    licence: str
    rows: list[Row]


@dataclass(frozen=True)
class Sheet:
    """A file whose columns are the fields of a model."""

    name: str
    model: type[Model]
    key: tuple[str, ...]
    editable: bool = False  # people change its rows in the admin, so a load merges
    leaf: bool = False  # nothing refers to its rows, so they can go
    folder: Path | None = None  # of the app that it belongs to; otherwise it lies here

    @property
    def fields(self) -> dict[str, Field[Any, Any]]:
        return {field.name: field for field in self.model._meta.concrete_fields}

    @property
    def path(self) -> Path:
        return (self.folder or DATA) / self.name

    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def by_key(self, rows: list[Row]) -> Rows:
        return {"/".join(row[column] for column in self.key): row for row in rows}

    def table(self, columns: list[str]) -> Rows:
        """The rows of the table as the file would write them."""
        names = [self.fields[column].attname for column in columns]
        found = self.model._default_manager.values_list(*names)
        texts = (["" if value is None else str(value) for value in values] for values in found)
        return self.by_key([dict(zip(columns, values, strict=True)) for values in texts])

    def values(self, row: Row) -> dict[str, Any]:
        """The row in the types of the model; an empty cell is None where the field allows it."""
        return {
            field.attname: None if row[name] == "" and field.null else field.to_python(row[name])
            for name, field in self.fields.items()
            if name in row
        }

    def find(self, row: Row) -> QuerySet[Any]:
        return self.model._default_manager.filter(**self.values({column: row[column] for column in self.key}))


SHEETS = [
    Sheet("goals.csv", Goal, ("number",)),
    Sheet("targets.csv", Target, ("code",)),
    Sheet("indicators.csv", Indicator, ("code",), leaf=True),
    Sheet("regions.csv", Region, ("code",)),
    Sheet("countries.csv", Country, ("iso3",)),
    Sheet("country_regions.csv", Country.regions.through, ("country", "region"), True, True),
    Sheet("groups.csv", CountryGroup, ("code",), True),
    Sheet("memberships.csv", CountryGroupMembership, ("group", "country", "valid_from"), True, True),
    Sheet("themes.csv", Theme, ("code",), True),
    Sheet("theme_goals.csv", Theme.goals.through, ("theme", "goal"), True, True),
]


_further: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    _further[sheet.name] = sheet


def all_sheets() -> list[Sheet]:
    return [*SHEETS, *_further.values()]


def read(name: str) -> Content:
    """One of the files that lie here."""
    return read_file(DATA / name)


def read_file(path: Path) -> Content:
    with open(path, newline="", encoding="utf-8") as file:
        about = ABOUT.fullmatch(file.readline().rstrip("\n"))
        if about is None:
            raise ValueError(f"{path.name} does not begin with its source, date and licence")
        rows = list(csv.DictReader(file))
    return Content(about["source"], date.fromisoformat(about["date"]), about["licence"], rows)
