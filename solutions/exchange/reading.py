"""One solution from a Word file: the template as it came back, or any document with headings that we know."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from galaxy.core.documents import BadFile
from galaxy.core.text import tidy
from solutions.exchange.checking import split_key
from solutions.exchange.headings import Headings
from solutions.exchange.lookup import Lookup, plain
from solutions.exchange.word import GUIDE, LABEL

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEY = re.compile(r"\{([a-z_]+(?:\.[0-9]+)?(?:\.[a-z_]+)?)\}")
NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.):]?|[IVX]+[.)]|[a-z][.)])\s+")
SAID = re.compile(r"^\s*([^:：]{3,60})[:：]\s*(\S.*)$", re.DOTALL)
LONGEST_HEADING = 120
MOST_REST = 60
# Not text of the document: what was deleted, commands of fields, fallbacks of drawings, notes to a list that is unused.
PASSED_OVER = {f"{W}{name}" for name in ("del", "instrText", "moveFrom", "sdtPr", "pPr", "rPr", "tblPr", "tcPr")}

logger = logging.getLogger(__name__)


@dataclass
class Reading:
    """`cells` under the keys of the template; `rest`: what no field was found for, in the order of the document."""

    cells: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def read_document(file: IO[bytes], lookup: Lookup) -> Reading:
    from docx import Document  # noqa: PLC0415  heavy

    try:
        document = Document(file)
        styles = {style.style_id: style.name or "" for style in document.styles}
        reading = _Reader(lookup, styles).read(document.element.body)
    except Exception as error:  # the library fails in many ways on files that no Word wrote
        logger.info("A document cannot be read: %r", error)
        raise BadFile(
            _("This document cannot be read. Open it in Word, save it once more, and choose it again.")
        ) from None
    if not reading.cells and not reading.rest:
        raise BadFile(_("This document has no text. Choose the one that you filled in."))
    return reading


class _Reader:
    """Goes through the document once; `section` is the field that the text under the last heading belongs to."""

    def __init__(self, lookup: Lookup, styles: dict[str, str]) -> None:
        self.lookup = lookup
        self.styles = styles
        self.headings = Headings(lookup)
        self.found = Reading()
        self.section = ""
        self.parts: dict[str, list[str]] = {}
        self.is_open = False  # whether the last entry of the rest goes on

    def read(self, body: Any) -> Reading:
        is_template = any(KEY.search(_text(table)) for table in body.iter(f"{W}tbl"))
        for block in _blocks(body):
            if block.tag == f"{W}tbl":
                self._table(block)
            elif not (is_template and self._is_ours(block)):
                self._paragraph(block)
        for key, texts in self.parts.items():
            self.found.cells.setdefault(key, tidy("\n\n".join(texts)))
        self.found.cells = {key: text for key, text in self.found.cells.items() if text}
        self.found.rest = [tidy(text) for text in self.found.rest if tidy(text)][:MOST_REST]
        return self.found

    # Paragraphs

    def _style(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(style.get(f"{W}val"), "") if style is not None else ""

    def _is_ours(self, paragraph: Any) -> bool:
        style = self._style(paragraph)
        return style in (GUIDE, LABEL, "Title") or style.lower().startswith("heading")

    def _paragraph(self, paragraph: Any) -> None:
        text = _text(paragraph).strip()
        if not text:
            return
        if self._is_heading(paragraph, text):
            self._open(text)
        elif (said := SAID.match(text)) and (key := self.headings.key(said[1])):
            self.section, self.is_open = "", False
            self.parts.setdefault(key, []).append(said[2])
        else:
            self._add(f"- {text}" if paragraph.find(f"{W}pPr/{W}numPr") is not None else text)

    def _is_heading(self, paragraph: Any, text: str) -> bool:
        """By its style; or a short line that is bold throughout and ends no sentence."""
        style = self._style(paragraph).lower()
        if style == "title" or style.startswith("heading"):
            return True
        runs = [run for run in paragraph.iter(f"{W}r") if _text(run).strip()]
        is_bold = bool(runs) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
        return len(text) <= LONGEST_HEADING and is_bold and not text.endswith((".", "。"))

    def _open(self, heading: str) -> None:
        heading = NUMBERING.sub("", heading)
        key = self.headings.key(heading)
        if not key and not self.found.cells and not self.parts and not self.found.rest:
            self.parts["title"] = [heading]
            return
        self.section, self.is_open = key, False
        if not key:
            self.found.rest.append(heading)
            self.is_open = True

    def _add(self, text: str) -> None:
        if self.section:
            self.parts.setdefault(self.section, []).append(text)
        elif self.is_open:
            self.found.rest[-1] += f"\n\n{text}"
        else:
            self.found.rest.append(text)
            self.is_open = True

    # Tables

    def _table(self, table: Any) -> None:
        lines = [[list(cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        texts = [[_answer(cell) for cell in line] for line in lines]
        keys = [KEY.search(text) for text in texts[0]] if texts else []
        if keys and keys[0] and not any(keys[1:]) and split_key(keys[0][1])[2]:
            self._upright_table(texts)
        elif any(keys):
            self._own_table([key[1] if key else "" for key in keys], texts)
        else:
            self._other_table(texts)

    def _own_table(self, keys: list[str], texts: list[list[str]]) -> None:
        name, place, part = split_key(keys[0])
        if not part:
            answer = self._told(KEY.sub("", texts[0][0]))
            self.found.cells[f"{name}.1" if place else name] = ";".join(answer.split("\n")) if place else answer
            return
        for number, line in enumerate(texts[1:], 1):
            for key, text in zip(keys, line, strict=False):
                own_part = split_key(key)[2]
                if own_part and (answer := self._told(text)):
                    self.found.cells[f"{name}.{number}.{own_part}"] = answer

    def _upright_table(self, texts: list[list[str]]) -> None:
        """One line of a list: a key and what was answered in each row."""
        for line in texts:
            key = KEY.search(line[0])
            if key and len(line) > 1 and (answer := self._told(line[1])):
                self.found.cells[key[1]] = answer

    def _told(self, text: str) -> str:
        """Without what stands in a list where nothing was chosen."""
        lines = [line for line in text.split("\n") if plain(line) not in self.headings.blank]
        return tidy("\n".join(lines))

    def _other_table(self, texts: list[list[str]]) -> None:
        """Forms have a label and an answer in each line; any other table stays a table of words."""
        for line in texts:
            told = [text.strip() for text in line if text.strip()]
            key = self.headings.key(NUMBERING.sub("", told[0])) if len(told) == 2 else ""
            if key:
                self.section, self.is_open = "", False
                self.parts.setdefault(key, []).append(told[1])
            elif told:
                self._add(" | ".join(told))


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside of content controls."""
    for child in body:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from _blocks(child)


def _answer(paragraphs: list[Any]) -> str:
    """What stands in a cell; entries of a list keep their dash."""
    lines = []
    for paragraph in paragraphs:
        is_entry = paragraph.find(f"{W}pPr/{W}numPr") is not None
        text = _text(paragraph)
        lines.append(f"- {text}" if is_entry and text.strip() else text)
    return "\n".join(lines)


def _text(element: Any) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        if child.tag == f"{W}t":
            pieces.append(child.text or "")
        elif child.tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
        elif child.tag == f"{W}tab":
            pieces.append(" ")
        elif isinstance(child.tag, str) and child.tag not in PASSED_OVER and not child.tag.endswith("}Fallback"):
            _collect(child, pieces)


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")
