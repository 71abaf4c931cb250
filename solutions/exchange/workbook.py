"""The documentation template as an Excel workbook: empty, or with rows and what is wrong in them."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from solutions.exchange.columns import Column
from solutions.exchange.tables import MOST_ROWS, REMARKS, letter

FIRST_ROW = 2  # counted from 0: under the hidden keys and the headings
LONGEST_CELL = 32_000
# Nothing that is written becomes a formula, a link or a number by itself.
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = {"title": 40, "organization": 32, "practice_url": 32}


@dataclass(frozen=True)
class Line:
    """A row to write; `problems`: what to do, by the key of the cell."""

    cells: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def write_workbook(columns: Sequence[Column], lines: Iterable[Line] = ()) -> bytes:
    """A sheet to fill in with lists of allowed values, one that explains each column, and one with the lists."""
    from xlsxwriter import Workbook  # noqa: PLC0415  heavy

    target = io.BytesIO()
    lines = list(lines)
    with Workbook(target, SAFE) as book:
        sheet = book.add_worksheet(pgettext("sheet of a workbook, at most 31 letters", "Solutions")[:31])
        guide = book.add_worksheet(pgettext("sheet of a workbook, at most 31 letters", "Guide")[:31])
        lists = book.add_worksheet("Lists")
        if get_language_bidi():
            for one in (sheet, guide, lists):
                one.right_to_left()
        _Sheet(book, sheet, columns, lines).write(_write_lists(lists, columns))
        _write_guide(book, guide, columns)
    return target.getvalue()


class _Sheet:
    """The sheet to fill in."""

    def __init__(self, book: Any, sheet: Any, columns: Sequence[Column], lines: Sequence[Line]) -> None:
        self.sheet = sheet
        self.columns = _with_more_places(columns, lines)
        self.lines = lines
        self.offset = 1 if lines else 0
        wrapped = {"text_wrap": True, "valign": "top"}
        self.text = book.add_format({"num_format": "@", **wrapped})
        self.wrong = book.add_format(
            {"num_format": "@", "bg_color": "#FBE3E1", "border": 1, "border_color": "#A8201A", **wrapped}
        )
        heads = {"bold": True, "border": 1, "border_color": "#CBD6D7", **wrapped}
        self.heads = [book.add_format({"bg_color": colour, **heads}) for colour in ("#E3ECEA", "#EFF4F3")]
        self.needed = [
            book.add_format({"bg_color": colour, "font_color": "#00566B", **heads}) for colour in ("#E3ECEA", "#EFF4F3")
        ]

    def write(self, ranges: Mapping[str, str]) -> None:
        steps = list(dict.fromkeys(column.step for column in self.columns))
        for index, column in enumerate(self.columns, self.offset):
            self._head(index, column, steps.index(column.step) % 2)
            self._validate(index, column, ranges.get(column.list_name, ""))
        for row, line in enumerate(self.lines, FIRST_ROW):
            self._line(row, line)
        if self.lines:
            self.sheet.set_column(0, 0, 60, self.text)
            self.sheet.write_string(0, 0, REMARKS)
            self.sheet.write_string(1, 0, _("What to correct"), self.heads[0])
        self.sheet.set_row(0, None, None, {"hidden": True})
        self.sheet.set_row(1, 48)
        self.sheet.freeze_panes(FIRST_ROW, self.offset + 1)

    def _head(self, index: int, column: Column, shade: int) -> None:
        self.sheet.write_string(0, index, column.key)
        label = f"{column.label} *" if column.is_needed else column.label
        self.sheet.write_string(1, index, label, (self.needed if column.is_needed else self.heads)[shade])
        self.sheet.set_column(index, index, WIDTHS.get(column.name, 48 if column.is_long else 20), self.text)

    def _validate(self, index: int, column: Column, source: str) -> None:
        """A list where there are allowed values; a hint when the cell is chosen."""
        rule: dict[str, Any] = {"validate": "list", "source": source} if source else {"validate": "any"}
        hint = str(column.hint.text)
        if hint:
            rule |= {"input_title": column.label[:32], "input_message": hint[:255]}
        if source:
            rule |= {"error_title": column.label[:32], "error_message": _("Take a value from the list.")[:255]}
        if source or hint:
            self.sheet.data_validation(FIRST_ROW, index, FIRST_ROW + MOST_ROWS - 1, index, rule)

    def _line(self, row: int, line: Line) -> None:
        notes = [f"{self._place(key)}: {text}" if key else text for key, text in line.problems.items()]
        self.sheet.write_string(row, 0, "\n".join(notes)[:LONGEST_CELL], self.text)
        self.sheet.set_row(row, min(15 * (1 + sum(1 + len(note) // 60 for note in notes)), 200))
        for index, column in enumerate(self.columns, self.offset):
            text = line.cells.get(column.key, "")[:LONGEST_CELL]
            wrong = column.key in line.problems
            if text or wrong:
                self.sheet.write_string(row, index, text, self.wrong if wrong else self.text)

    def _place(self, key: str) -> str:
        for index, column in enumerate(self.columns, self.offset):
            if column.key == key:
                return f"{letter(index)}, {column.label}"
        return key


def _with_more_places(columns: Sequence[Column], lines: Iterable[Line]) -> list[Column]:
    """Also for cells of lists that are longer than the template's."""
    used = {key for line in lines for key in (*line.cells, *line.problems)}
    places: dict[str, int] = {}
    for key in used:
        name, _dot, rest = key.partition(".")
        place = rest.partition(".")[0]
        if place.isdecimal():
            places[name] = max(places.get(name, 0), int(place))
    found: list[Column] = []
    for name, own in _by_name(columns).items():
        last = own[-1].place
        more = [
            replace(one, place=place)
            for place in range(last + 1, places.get(name, 0) + 1)
            for one in own
            if one.place == 1
        ]
        found += [*own, *more]
    return found


def _by_name(columns: Sequence[Column]) -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    for column in columns:
        found.setdefault(column.name, []).append(column)
    return found


def _write_lists(sheet: Any, columns: Sequence[Column]) -> dict[str, str]:
    """One list beneath each heading; where each stands, as a formula takes it."""
    ranges: dict[str, str] = {}
    for column in columns:
        if column.list_name in ranges or not column.choices:
            continue
        index = len(ranges)
        sheet.write_string(0, index, column.title if not column.part else f"{column.title}: {column.field.label}")
        for row, (_code, name) in enumerate(column.choices, 1):
            sheet.write_string(row, index, name)
        sheet.set_column(index, index, 30)
        ranges[column.list_name] = f"=Lists!${letter(index)}$2:${letter(index)}${len(column.choices) + 1}"
    return ranges


def _write_guide(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    lead = [
        _("One row for each solution, %(most)s at most. Columns may be moved or left out; keep their headings.")
        % {"most": MOST_ROWS},
        _("Where a cell has a list, take a value from it. What is marked * is needed before a solution is sent."),
        _("Upload this file on the portal under “Work offline”. It is checked; nothing is written before you say so."),
    ]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 3, 60)
    for row, text in enumerate(lead):
        sheet.merge_range(row, 0, row, 3, text, wrapped)
        sheet.set_row(row, 32)
    heads = [_("Column"), _("Needed"), _("What to write"), _("A good example")]
    for index, text in enumerate(heads):
        sheet.write_string(4, index, text, bold)
    once = {column.list_name: column for column in reversed(columns)}
    for row, column in enumerate(reversed(once.values()), 5):
        texts = [column.label, _("yes") if column.is_needed else "", str(column.hint.text), str(column.hint.good)]
        for index, text in enumerate(texts):
            sheet.write_string(row, index, text, bold if index == 0 else wrapped)
