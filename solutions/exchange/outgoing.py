"""A published solution as a Word document, to be cut up and pasted into briefings."""

import io
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from solutions.exchange.word import FONTS, RIGHT_TO_LEFT, append, turn
from solutions.models import Solution
from solutions.page import page_of


def file_name(solution: Solution, kind: str) -> str:
    """Such as Galaxy_SSG-S-000123_village-health-workers.docx."""
    site = slugify(settings.SITE_NAME) if not settings.SITE_NAME.isascii() else settings.SITE_NAME.replace(" ", "-")
    ending = {"poster": "_poster.pdf"}.get(kind, f".{kind}")
    return f"{site or 'Galaxy'}_{solution.public_id}_{solution.slug[:60].strip('-')}{ending}"


def solution_document(solution: Any) -> bytes:
    """Of a row of SolutionQuerySet.for_detail(). Labels are in the language of the page, texts as they were written."""
    from docx import Document  # noqa: PLC0415  heavy
    from docx.shared import Pt  # noqa: PLC0415

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONTS.get(get_language() or "", "Noto Sans"), Pt(10.5)
    document.core_properties.title = solution.title
    document.core_properties.author = solution.organization.name
    document.core_properties.language = solution.language
    _Writer(document, solution, page_of(solution)).write()
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


class _Writer:
    def __init__(self, document: Any, solution: Any, page: dict[str, Any]) -> None:
        self.document = document
        self.solution = solution
        self.page = page
        self.text_turns = solution.language in RIGHT_TO_LEFT
        self.labels_turn = (get_language() or "") in RIGHT_TO_LEFT

    def write(self) -> None:
        self._add(self.solution.title, "Title", turns=self.text_turns)
        self._add(self.solution.tagline, "Subtitle", turns=self.text_turns)
        self._facts()
        self._section(_("Summary"), self.solution.summary)
        self._origin()
        for part in self.page["first"]:
            self._section(part["title"], part["text"])
        self._metrics()
        self._roles()
        self._blocks()
        for part in self.page["last"]:
            self._section(part["title"], part["text"])
        self._goals()
        self._links()
        self._add(_("Cite and share"), "Heading 1", turns=self.labels_turn)
        self._add(self.page["cite"])

    def _section(self, title: str, text: str, style: str = "Heading 1") -> None:
        if text.strip():
            self._add(title, style, turns=self.labels_turn)
            self._paragraphs(text)

    def _paragraphs(self, text: str) -> None:
        for paragraph in filter(str.strip, text.split("\n")):
            self._add(paragraph.strip(), turns=self.text_turns)

    def _origin(self) -> None:
        if origin := self.page["origin"]:
            self._add(_("Adapted from"), "Heading 1", turns=self.labels_turn)
            self._add(" ".join(filter(None, [origin["title"], origin["number"]])), turns=self.text_turns)
            for label, text in origin["told"]:
                self._add(f"{label}: {text}", turns=self.text_turns)

    def _facts(self) -> None:
        facts = [(label, plain_text(value)) for label, value in self.page["facts"]]
        self._table([], [[str(label), value] for label, value in facts if value])

    def _roles(self) -> None:
        rows = [[label, plain_text(lands), plain_text(bodies)] for label, lands, bodies in self.page["roles"]]
        if rows:
            self._add(_("Who gives, who receives"), "Heading 1", turns=self.labels_turn)
            self._table([_("Role"), _("Countries"), _("Organizations")], rows)

    def _metrics(self) -> None:
        rows = [
            [
                row["indicator"],
                f"{row['value']} {row['unit']}".strip(),
                row["year"],
                f"{row['source']} {row['url']}".strip(),
            ]
            for row in self.page["metrics"]
        ]
        if rows:
            self._add(_("Results in figures"), "Heading 1", turns=self.labels_turn)
            self._table([_("What was measured"), _("Figure"), _("Year"), _("Source")], rows)

    def _blocks(self) -> None:
        if self.page["blocks"]:
            self._add(_("Building blocks"), "Heading 1", turns=self.labels_turn)
        for row in self.page["blocks"]:
            self._add(row["title"], "Heading 2", turns=self.text_turns)
            self._add(row["kind"], turns=self.labels_turn)
            if row["source_url"]:
                taken = " ".join([_("Taken over from"), row["source_title"], "·", row["source_of"]])
                self._add(taken, turns=self.labels_turn)
            self._paragraphs(row["description"])
            self._section(_("What it needs"), row["enabling_factors"], "Heading 3")
            self._section(_("What was learned about it"), row["lessons"], "Heading 3")

    def _goals(self) -> None:
        if self.page["goals"]:
            self._add(_("Goals and targets"), "Heading 1", turns=self.labels_turn)
        for item in self.page["goals"]:
            self._add(f"{item['goal'].number}. {item['goal'].name}", turns=self.labels_turn)
            for target in item["targets"]:
                self._add(f"{target.code} {target.name}", "List Bullet", turns=self.labels_turn)

    def _links(self) -> None:
        links = [_link(row["label"], row["url"], row["terms"]) for row in self.page["resources"]]
        others = [_link(f"{row['system']} {row['identifier']}", row["url"]) for row in self.page["external_ids"]]
        found = [*([self.solution.practice_url] if self.solution.practice_url else []), *links, *others]
        if found:
            self._add(_("Where to read more"), "Heading 1", turns=self.labels_turn)
        for text in found:
            self._add(text, "List Bullet")

    def _table(self, heads: list[str], rows: list[list[str]]) -> None:
        lines = [heads, *rows] if heads else rows
        if not lines:
            return
        table = self.document.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
        if self.labels_turn:
            append(table._tbl.tblPr, "w:bidiVisual")
        for line in lines:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                run = cell.paragraphs[0].add_run(text)
                run.bold = line is heads or text is line[0]
                self._turn(cell.paragraphs[0], self.labels_turn)
        self.document.add_paragraph()

    def _add(self, text: str, style: str = "Normal", *, turns: bool = False) -> None:
        if text:
            self._turn(self.document.add_paragraph(text, style), turns)

    @staticmethod
    def _turn(paragraph: Any, turns: bool) -> None:
        if turns:
            turn(paragraph)


def _link(label: str, url: str, terms: str = "") -> str:
    return ", ".join(filter(None, [f"{label}: {url}" if url else label, terms]))


def plain_text(value: Any) -> str:
    """Without the tags of a page."""
    return unescape(strip_tags(str(value))).strip() if value else ""
