"""The documentation template as a Word document: one framed cell for each field, a table for each list of lines."""

import io
from collections.abc import Mapping, Sequence
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
FONTS = {"ar": "Noto Naskh Arabic", "zh-hans": "Noto Sans CJK SC"}
MOST_LISTED = 25  # choices that a Word list offers comfortably; longer lists are written by hand, with a hint


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
    for step, of_step in groupby(columns, lambda column: column.step):
        _paragraph(document, step, "Heading 1")
        for _name, group in groupby(of_step, lambda column: column.name):
            _write_field(document, list(group), cells or {})
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
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = True
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)


def _write_field(document: Any, columns: list[Column], cells: Mapping[str, str]) -> None:
    first = columns[0]
    _label(_paragraph(document, "", LABEL), first.title, first.is_needed)
    if hint := _hint(first):
        _paragraph(document, hint, GUIDE)
    if first.part:
        _write_lines(document, columns, cells)
    else:
        table = _table(document, 1, 1)
        _key(table.cell(0, 0).paragraphs[0], first.key)
        _fill(table.cell(0, 0), columns, cells)
    _paragraph(document, "", GUIDE)


def _hint(column: Column) -> str:
    texts = [str(column.hint.text)]
    if not column.part and len(column.choices) > MOST_LISTED:
        texts.append(_("One to a line, by number or name."))
    return " ".join(filter(None, texts))


def _write_lines(document: Any, columns: list[Column], cells: Mapping[str, str]) -> None:
    """A heading for each part; a line for each place."""
    parts = [column for column in columns if column.place == 1]
    places = max(column.place for column in columns)
    table = _table(document, places + 1, len(parts))
    for index, column in enumerate(parts):
        paragraph = table.cell(0, index).paragraphs[0]
        paragraph.style = LABEL
        _key(paragraph, column.key)
        paragraph.add_run(str(column.field.label))
        for place in range(1, places + 1):
            _fill(table.cell(place, index), [replace(column, place=place)], cells)


def _fill(cell: Any, columns: list[Column], cells: Mapping[str, str]) -> None:
    """A list to choose from for each place where there are few values, else what is known as text."""
    texts = [cells.get(column.key, "") for column in columns]
    paragraph = cell.paragraphs[0]
    first = columns[0]
    if first.choices and (first.part or len(first.choices) <= MOST_LISTED):
        for index, (column, text) in enumerate(zip(columns, texts, strict=True)):
            _choice(paragraph if index == 0 else cell.add_paragraph(), column, text)
        return
    for index, line in enumerate("\n".join(filter(None, texts)).split("\n")):
        target = paragraph if index == 0 else cell.add_paragraph()
        target.add_run(line)
    for _line in range(3 if first.is_long and not any(texts) else 0):
        cell.add_paragraph()


# What python-docx has no word for


def _paragraph(document: Any, text: str, style: str) -> Any:
    paragraph = document.add_paragraph(text, style)
    _turn(paragraph)
    return paragraph


def _turn(paragraph: Any) -> None:
    if get_language_bidi():
        _child(paragraph._p.get_or_add_pPr(), "w:bidi")
        for run in paragraph.runs:
            _child(run._r.get_or_add_rPr(), "w:rtl")


def _label(paragraph: Any, text: str, is_needed: bool) -> None:
    paragraph.add_run(f"{text} *" if is_needed else text)
    _turn(paragraph)


def _key(paragraph: Any, key: str) -> None:
    """Hidden from readers, kept by Word and LibreOffice: which field this is, whatever the label says."""
    run = paragraph.add_run(f"{{{key}}}")
    run.font.hidden = True


def _table(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    if get_language_bidi():
        _child(table._tbl.tblPr, "w:bidiVisual")
    return table


def _choice(paragraph: Any, column: Column, text: str) -> None:
    """A list of the allowed values, as a content control."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    control = OxmlElement("w:sdt")
    properties = _child(control, "w:sdtPr")
    _child(properties, "w:alias", val=column.label[:60])
    _child(properties, "w:tag", val=column.key)
    if not text:
        _child(properties, "w:showingPlcHdr")
    entries = _child(properties, "w:dropDownList")
    for code, name in column.choices:
        _child(entries, "w:listItem", displayText=name, value=code)
    shown = dict(column.choices).get(text, text) or str(NOT_YET[1])
    run = _child(_child(control, "w:sdtContent"), "w:r")
    content = _child(run, "w:t")
    content.text = shown
    paragraph._p.append(control)
    _turn(paragraph)


def _child(parent: Any, name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element
