"""Many solutions from a table: Excel, CSV or JSON, as rows of cells under keys. What the cells say is checked later."""

import csv
import datetime
import io
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from galaxy.core.documents import BadFile, Kind, read_text
from solutions.exchange.lookup import Lookup, plain

MOST_ROWS = 500
MOST_COLUMNS = 400
MOST_LINES = 20_000  # of a sheet, empty ones counted
HEAD_LINES = 6  # within which the headings stand
LONGEST_CELL = 40_000
REMARKS = "_remarks"  # the column of a file of errors that is not read back
DELIMITERS = ",;\t|"

logger = logging.getLogger(__name__)


@dataclass
class Row:
    """`number` is how the person finds it in the file."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """`places`: where each key stands, such as F for a sheet. `unknown`: headings that nothing belongs to."""

    rows: list[Row] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read_table(file: IO[bytes], kind: Kind, lookup: Lookup) -> Table:
    """All rows that are not empty; raises BadFile with what to do."""
    if kind == Kind.XLSX:
        return _from_sheets(file, lookup)
    text = read_text(file)
    if text.lstrip().startswith(("[", "{")):
        return _from_json(text, lookup)
    return _from_csv(text, lookup)


# Excel


def _from_sheets(file: IO[bytes], lookup: Lookup) -> Table:
    from openpyxl import load_workbook  # noqa: PLC0415  heavy

    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            lines = sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True)
            table = _from_lines(((number, map(_cell, line)) for number, line in enumerate(lines, 1)), lookup)
            if table is not None:
                return table
    except BadFile:
        raise
    except Exception as error:  # the library fails in many ways on files that no Excel wrote
        logger.info("A workbook cannot be read: %r", error)
        raise BadFile(
            _("This workbook cannot be read. Open it in Excel, save it once more, and choose it again.")
        ) from None
    raise _no_headings()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# CSV


def _from_csv(text: str, lookup: Lookup) -> Table:
    if "\0" in text:
        raise BadFile(_("This file is neither a document nor a table. Choose a Word, Excel, CSV or JSON file."))
    csv.field_size_limit(LONGEST_CELL)
    head = text[:20_000]
    delimiter = max(DELIMITERS, key=lambda one: len(_known_headings(head, one, lookup)))
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        table = _from_lines(enumerate(lines, 1), lookup)
    except csv.Error:
        raise BadFile(
            _("A cell of this table is far too long, or a quotation mark is left open. Save it again as .xlsx.")
        ) from None
    if table is None:
        raise _no_headings()
    return table


def _known_headings(head: str, delimiter: str, lookup: Lookup) -> set[str]:
    lines = head.splitlines()[:HEAD_LINES]
    return {key for line in lines for cell in line.split(delimiter) if (key := lookup.keys.get(plain(cell)))}


# JSON


def _from_json(text: str, lookup: Lookup) -> Table:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile(
            _("This JSON cannot be read. Check that it ends where it should, and that commas stand between.")
        ) from None
    if isinstance(read, dict):
        read = read.get("solutions", [read])
    if not (isinstance(read, list) and read and all(isinstance(item, dict) for item in read)):
        raise BadFile(_("This JSON holds no list of solutions. Write a list of objects, one for each solution."))
    _check_count(len(read))
    table = Table()
    for number, item in enumerate(read, 1):
        cells: dict[str, str] = {}
        for name, value in _flat(item):
            if key := lookup.keys.get(plain(name)):
                cells[key] = value
                table.places.setdefault(key, "")
            elif name not in table.unknown:
                table.unknown.append(name[:80])
        table.rows.append(Row(number, cells))
    return table


def _flat(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and texts; entries of a list as name.1, lines of a list as name.1.part."""
    for name, value in item.items():
        entries = value if isinstance(value, list) else [value]
        for place, entry in enumerate(entries, 1):
            key = f"{name}.{place}" if isinstance(value, list) else name
            parts = entry.items() if isinstance(entry, dict) else [("", entry)]
            for part, text in parts:
                if text is not None and not isinstance(text, list | dict):
                    yield (f"{key}.{part}" if part else key), _cell(text)


# All of them


def _from_lines(lines: Iterable[tuple[int, Iterable[str]]], lookup: Lookup) -> Table | None:
    """None where no headings are found near the top."""
    table: Table | None = None
    keys: list[str] = []
    for number, line in lines:
        cells = list(line)
        found = [lookup.keys.get(plain(cell), "") for cell in cells] if number <= HEAD_LINES else []
        if "title" in found and sum(map(bool, found)) * 2 > sum(map(bool, cells)):
            keys = found  # the key line and the line of headings say the same; the later one is what people see
            table = Table(places=_places(keys), unknown=_unknown(cells, keys))
        elif table is not None and (row := _row(number, cells, keys)):
            table.rows.append(row)
            _check_count(len(table.rows))
    if table is not None and not table.rows:
        raise BadFile(_("The table has headings but no row beneath them. Fill in a row for each solution."))
    return table


def _row(number: int, cells: Sequence[str], keys: Sequence[str]) -> Row | None:
    told = {key: text for key, text in zip(keys, cells, strict=False) if key and text.strip()}
    return Row(number, told) if told else None


def _places(keys: Sequence[str]) -> dict[str, str]:
    return {key: letter(index) for index, key in reversed(list(enumerate(keys))) if key}


def _unknown(cells: Sequence[str], keys: Sequence[str]) -> list[str]:
    remarks = _remarks()
    return [
        cell[:80]
        for cell, key in zip(cells, keys, strict=True)
        if cell.strip() and not key and plain(cell) not in remarks
    ]


def _remarks() -> set[str]:
    """Headings of the column of corrections, in any language that a file was taken away in."""
    found = {plain(REMARKS)}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(plain(_("What to correct")))
    return found


def letter(index: int) -> str:
    """The name of a column of a sheet: A for 0, AA for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _check_count(count: int) -> None:
    if count > MOST_ROWS:
        raise BadFile(
            ngettext(
                "The table has more than %(most)s row. Split it, and send the parts one after the other.",
                "The table has more than %(most)s rows. Split it, and send the parts one after the other.",
                MOST_ROWS,
            )
            % {"most": MOST_ROWS}
        )


def _no_headings() -> BadFile:
    return BadFile(
        _("No column is called “Title”. Use the headings of the template, in any of its languages, and send it again.")
    )
