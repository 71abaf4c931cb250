"""Labelled texts from files: those to learn from, and those to be measured on."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

VOCABULARIES = settings.BASE_DIR / "galaxy" / "taxonomy" / "data"
TEXT_COLUMNS = ("text", "description", "content", "sentence")
GOAL_COLUMNS = ("sdgs", "goals", "sdg", "goal", "label", "labels")
LANGUAGE_COLUMNS = ("language", "lang")
LONGEST_FIELD = 10_000_000


class Unreadable(Exception):
    """The file is not in a form that can be read; the message says what is wrong where."""


@dataclass(frozen=True)
class Labelled:
    text: str
    goals: tuple[int, ...]  # the first is the main one
    language: str = ""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Of a table with commas, tabs or semicolons between columns, whose names come in small letters.

    Lines before the header that begin with # are left out.
    """
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next((line for line in file if not line.startswith("#")), "")
            names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter_of(header)), [])]
            for values in csv.reader(file, delimiter=delimiter_of(header)):
                if values:
                    yield dict(zip(names, values, strict=False))
    except OSError as problem:
        raise Unreadable(f"{path}: {problem.strerror}.") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Unreadable(f"{path} is not a CSV file in UTF-8: {problem}.") from None


def delimiter_of(header: str) -> str:
    return max(",\t;", key=header.count)


def labelled(path: Path) -> list[Labelled]:
    """Texts with their Goals, from any file with a column for each. Lines without text or Goal are left out."""
    found: list[Labelled] = []
    for number, row in enumerate(rows(path), 1):
        if number == 1:
            text, goals = column(path, row, TEXT_COLUMNS), column(path, row, GOAL_COLUMNS)
        told = goals_in(row.get(goals, ""), f"{path}, row {number}")
        if told and row.get(text, "").strip():
            found.append(Labelled(row[text], told, language_in(row)))
    if not found:
        raise Unreadable(f"{path} has no row with a text and a Goal.")
    return found


def column(path: Path, row: dict[str, str], names: Sequence[str]) -> str:
    """The first of these columns that the file has."""
    present = next((name for name in names if name in row), None)
    if present is None:
        raise Unreadable(f"{path} has no column {' or '.join(names[:3])}; it has {', '.join(row) or 'none'}.")
    return present


def goals_in(text: str, where: str) -> tuple[int, ...]:
    """Numbers of Goals from "3", "3;5", "SDG 3", "goal_3", "[3, 5]" or "3.0", each once, in their order."""
    goals = [int(number) for number in re.findall(r"(\d+)(?:\.\d+)?", text)]
    if text.strip(" []") and not (goals and all(1 <= goal <= 17 for goal in goals)):
        raise Unreadable(f"{where}: {text!r} does not name Goals from 1 to 17.")
    return tuple(dict.fromkeys(goals))


def language_in(row: dict[str, str]) -> str:
    return next((row[name].strip().lower()[:2] for name in LANGUAGE_COLUMNS if row.get(name)), "")


def agenda() -> list[Labelled]:
    """The English wording of Goals, targets and indicators, each indicator once."""
    goals = [(row["title_en"], row["number"]) for row in rows(VOCABULARIES / "goals.csv")]
    targets = [(row["text_en"], row["goal"]) for row in rows(VOCABULARIES / "targets.csv")]
    indicators = [(row["text_en"], row["target"].split(".")[0]) for row in rows(VOCABULARIES / "indicators.csv")]
    return [Labelled(text, (int(goal),), "en") for text, goal in dict([*goals, *targets, *indicators]).items()]


def by_language(path: Path, languages: Sequence[str]) -> list[tuple[str, str]]:
    """(language, text) of each filled cell of a column that ends in a language, such as name_fr; each once."""
    table = list(rows(path))
    columns = {name: code for name in (table[0] if table else {}) if (code := language_of(name)) in languages}
    if not columns:
        raise Unreadable(f"{path} has no column that ends in a language: {', '.join(languages)}.")
    cells = ((language, row.get(name, "").strip()) for row in table for name, language in columns.items())
    return list(dict.fromkeys(cell for cell in cells if cell[1]))


def language_of(column: str) -> str:
    """The code at the end of a column's name; zh for zh_hans."""
    found = re.search(r"_([a-z]{2})([_-]hans)?$", column)
    return found[1] if found else ""


def own_languages() -> list[Path]:
    """The files of the portal's vocabularies that come in its languages."""
    return [VOCABULARIES / name for name in ("targets.csv", "indicators.csv", "goals.csv", "themes.csv")]


def own_translations() -> list[dict[str, str]]:
    """The 169 targets of the Goals, each by language."""
    table = rows(VOCABULARIES / "targets.csv")
    return [{language_of(name): text for name, text in row.items() if name.startswith("text_")} for row in table]
