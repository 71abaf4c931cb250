"""The documentation template as a Word document: one framed cell for each field, a table for each list of lines."""

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from solutions.exchange.columns import Column
from solutions.forms import NOT_YET

GUIDE = "Galaxy guide"  # style of what is ours; what people write has any other
LABEL = "Galaxy label"
RIGHT_TO_LEFT = {"ar"}
FONTS = {"ar": "Noto Naskh Arabic", "zh-hans": "Noto Sans CJK SC"}
MOST_LISTED = 60  # choices that a Word list offers comfortably; longer lists are written by hand, with a hint


def write_document(columns: Sequence[Column], cells: Mapping[str, str] | None = None) -> bytes:
    """Empty, or filled in with `cells`, in the language that is active."""
    from docx import Document  # noqa: PLC0415  heavy

    document = Document()
    _set_styles(document)
    document.core_properties.title = _("Documentation template")
    document.core_properties.author = settings.SITE_NAME
    document.core_properties.language = get_language() or "en"
    _paragraph(document, _("Documentation template"), "Title")
    for text in _lead():
        _paragraph(document, text, GUIDE)
    lists: dict[str, Any] = {}
    for step, of_step in groupby(columns, lambda column: column.step):
        _paragraph(document, step, "Heading 1")
        for _name, group in groupby(of_step, lambda column: column.name):
            _write_field(document, list(group), cells or {}, lists)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _lead() -> list[str]:
    return [
        _("Write into the frames. A frame may stay empty; what is marked * is needed before the solution is sent."),
        _("Save the file as .docx and upload it on the portal, under “Work offline”. It becomes a draft first."),
    ]


def _set_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONTS.get(get_language() or "", "Noto Sans"), Pt(10.5)
    for name, size, bold, colour in ((GUIDE, 9.5, False, "4A5D65"), (LABEL, 11, True, "10232B")):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
        style.font.cs_bold = bold
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = True
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)


def _write_field(document: Any, columns: list[Column], cells: Mapping[str, str], lists: dict[str, Any]) -> None:
    """`lists`: the lists of choices that were made already; they are long, and copied faster than made."""
    first = columns[0]
    _paragraph(document, f"{first.title} *" if first.is_needed else first.title, LABEL)
    if hint := _hint(first):
        _paragraph(document, hint, GUIDE)
    if first.part and any(column.is_long for column in columns):
        _write_upright(document, columns, cells, lists)
    elif first.part:
        _write_lines(document, columns, cells, lists)
    else:
        cell = _table(document, 1, 1).cell(0, 0)
        _key(cell.paragraphs[0], first.key)
        _fill(cell, cell.add_paragraph(), columns, cells, lists)
    _paragraph(document, "", GUIDE)


def _hint(column: Column) -> str:
    texts = [str(column.hint.text)]
    if not column.part and len(column.choices) > MOST_LISTED:
        texts.append(_("One to a line, by number or name."))
    return " ".join(filter(None, texts))


def _write_lines(document: Any, columns: list[Column], cells: Mapping[str, str], lists: dict[str, Any]) -> None:
    """A heading for each part; a line for each place."""
    parts = [column for column in columns if column.place == 1]
    places = max(column.place for column in columns)
    table = _table(document, places + 1, len(parts))
    for index, column in enumerate(parts):
        paragraph = table.cell(0, index).paragraphs[0]
        _set_style(paragraph, LABEL)
        _key(paragraph, column.key)
        paragraph.add_run(str(column.field.label))
        _turn(paragraph)
        for place in range(1, places + 1):
            cell = table.cell(place, index)
            _fill(cell, cell.paragraphs[0], [replace(column, place=place)], cells, lists)


def _write_upright(document: Any, columns: list[Column], cells: Mapping[str, str], lists: dict[str, Any]) -> None:
    """Lines of long texts: a table for each place, with a label and its answer in each row."""
    for place, group in groupby(columns, lambda column: column.place):
        parts = list(group)
        if place > 1:
            _paragraph(document, "", GUIDE)
        table = _table(document, len(parts), 2)
        for index, column in enumerate(parts):
            label, answer = table.cell(index, 0), table.cell(index, 1)
            _set_style(label.paragraphs[0], LABEL)
            _key(label.paragraphs[0], column.key)
            label.paragraphs[0].add_run(f"{column.place}. {column.field.label}")
            _turn(label.paragraphs[0])
            _fill(answer, answer.paragraphs[0], [column], cells, lists)
        _set_widths(table, (5, 11.5))


def _set_widths(table: Any, centimetres: tuple[float, ...]) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    table.autofit = False
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _fill(cell: Any, paragraph: Any, columns: list[Column], cells: Mapping[str, str], lists: dict[str, Any]) -> None:
    """From this paragraph on: a list for each place where there are few values, else what is known as text."""
    first = columns[0]
    texts = [cells.get(column.key, "") for column in columns]
    if first.choices and (first.part or len(first.choices) <= MOST_LISTED):
        for column, text in zip(columns, texts, strict=True):
            _choice(paragraph if column is first else cell.add_paragraph(), column, text, lists)
    else:
        lines = "\n".join(filter(None, texts)).split("\n")
        lines += [""] * (2 if first.is_long and not any(texts) else 0)
        paragraph.add_run(lines[0])
        for line in lines[1:]:
            cell.add_paragraph(line)
    for one in cell.paragraphs:
        _turn(one)


# What python-docx has no word for


def _paragraph(document: Any, text: str, style: str) -> Any:
    paragraph = document.add_paragraph(text)
    _set_style(paragraph, style)
    _turn(paragraph)
    return paragraph


def _set_style(paragraph: Any, name: str) -> None:
    """By its identifier, which is the name without spaces; to look it up by name takes five milliseconds each time."""
    paragraph._p.style = name.replace(" ", "")


def _turn(paragraph: Any) -> None:
    """From right to left, where the language of the page is."""
    if get_language_bidi():
        turn(paragraph)


def turn(paragraph: Any) -> None:
    append(paragraph._p.get_or_add_pPr(), "w:bidi")
    for run in paragraph.runs:
        append(run._r.get_or_add_rPr(), "w:rtl")


def _key(paragraph: Any, key: str) -> None:
    """Hidden from readers, kept by Word and LibreOffice: which field this is, whatever the label says."""
    run = paragraph.add_run(f"{{{key}}}")
    run.font.hidden = True


def _table(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows=rows, cols=columns)
    table._tbl.tblStyle_val = "TableGrid"
    if get_language_bidi():
        append(table._tbl.tblPr, "w:bidiVisual")
    for row in table.rows:
        append(row._tr.get_or_add_trPr(), "w:cantSplit")
    return table


def _choice(paragraph: Any, column: Column, text: str, lists: dict[str, Any]) -> None:
    """A list of the allowed values, as a content control."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    control = OxmlElement("w:sdt")
    properties = append(control, "w:sdtPr")
    append(properties, "w:alias", val=column.label[:60])
    append(properties, "w:tag", val=column.key)
    if not text:
        append(properties, "w:showingPlcHdr")
    if column.list_name not in lists:
        lists[column.list_name] = _entries(column)
    properties.append(deepcopy(lists[column.list_name]))
    run = append(append(control, "w:sdtContent"), "w:r")
    append(run, "w:t").text = dict(column.choices).get(text, text) or str(NOT_YET[1])
    paragraph._p.append(control)


def _entries(column: Column) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    entries = OxmlElement("w:dropDownList")
    for code, name in column.choices:
        append(entries, "w:listItem", displayText=name, value=code)
    return entries


def append(parent: Any, name: str, **attributes: str) -> Any:
    """An element of WordprocessingML, such as w:bidi, at the end of its parent."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element
