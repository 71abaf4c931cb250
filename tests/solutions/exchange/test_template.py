"""The documentation template in Excel and Word: what the form has is in it, in six languages, and comes back whole."""

from io import BytesIO

import pytest
from django.conf import settings
from django.utils.translation import override
from openpyxl import load_workbook

from accounts.models import User
from galaxy.core.documents import BadFile, Kind, kind_of
from galaxy.taxonomy.labels import vocabulary
from solutions.exchange.columns import LEFT_OUT, columns
from solutions.exchange.lookup import Lookup
from solutions.exchange.reading import read_document
from solutions.exchange.tables import read_table
from solutions.exchange.word import write_document
from solutions.exchange.workbook import Line, write_workbook
from solutions.quality import REQUIRED
from solutions.steps import STEPS
from tests.solutions.exchange.files import practice, stream

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0",
]


ROWS = {
    "metrics.1.indicator": "Clinics that screen every newborn",
    "metrics.1.value": "1,058.5",
    "metrics.1.unit": "clinics",
    "metrics.1.year": "2023",
    "metrics.1.source": "Yearly report, page 14",
    "metrics.1.evidence_url": "https://health.example.org/report",
    "metrics.3.indicator": "Hearing aids",
    "metrics.3.value": "3",
    "building_blocks.1.title": "Training in pairs",
    "building_blocks.1.description": "Each clinic sends two.\nThey stay ten days.",
    "building_blocks.2.title": "A device for each clinic",
    "building_blocks.2.lessons": "Buy a spare one.",
    "external_ids.1.system": "PANORAMA",
    "external_ids.1.identifier": "1423",
    "tags": "task shifting, newborns",
}


def sheet_of(content: bytes):
    return load_workbook(BytesIO(content)).worksheets[0]


def test_every_field_of_the_form_has_a_column():
    names = {name for step in STEPS for name in step.names} - LEFT_OUT

    assert {column.name for column in columns(User())} == names


def test_what_is_needed_to_send_is_marked():
    marked = {column.name for column in columns(User()) if column.is_needed}

    assert set(REQUIRED) - {"practice_url"} <= marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_offers_the_allowed_values_in_each_language(language):
    with override(language):
        sheet = sheet_of(write_workbook(columns(User())))
        kenya, health = vocabulary().countries["KEN"].name, vocabulary().themes["health"].name
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    keys = {cell.value: cell.column_letter for cell in sheet[1]}
    book = sheet.parent

    def offered(key):
        area = lists[f"{keys[key]}3"].removeprefix("=").removeprefix("Lists!").replace("$", "")
        return [row[0].value for row in book["Lists"][area]]

    assert kenya in offered("countries.1.country")
    assert health in offered("themes.4")
    assert len(offered("targets.1")) == 169
    assert sheet.row_dimensions[1].hidden
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_template_is_read_back_in_whatever_language_it_was_taken(language, kind):
    with override(language):
        own = columns(User())
        names = {column.key: dict(column.choices) for column in own}
        cells = {**practice(1), "countries.1.country": names["countries.1.country"]["KEN"]}
        cells["countries.1.role"] = names["countries.1.role"]["provider"]
        cells["themes.1"] = names["themes.1"]["health"]
        cells |= ROWS | {"building_blocks.1.type": names["building_blocks.1.type"]["training"]}
        cells["cost_band"] = names["cost_band"]["under_100k"]
        content = write_workbook(own, [Line(cells)]) if kind == "xlsx" else write_document(own, cells)

    read = read_back(content)

    assert read == cells
    assert Lookup(User()).code("countries.country", read["countries.1.country"]) == "KEN"
    assert Lookup(User()).code("countries.role", read["countries.1.role"]) == "provider"


def read_back(content: bytes) -> dict[str, str]:
    file, lookup = stream(content), Lookup(User())
    kind = kind_of(file, len(content))
    if kind == Kind.DOCX:
        reading = read_document(file, lookup)
        assert reading.rest == []
        return reading.cells
    table = read_table(file, kind, lookup)
    assert table.unknown == []
    return table.rows[0].cells


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_empty_template_says_nothing(kind):
    content = write_workbook(columns(User())) if kind == "xlsx" else write_document(columns(User()))

    with pytest.raises(BadFile, match=r"no row beneath|no text"):
        read_back(content)


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_that_is_written_becomes_a_formula(text):
    cells = {"title": text, "summary": text}

    sheet = sheet_of(write_workbook(columns(User()), [Line(cells, {"title": text})]))

    written = [cell for row in sheet.iter_rows(min_row=3, max_row=3) for cell in row if cell.value]
    assert [cell.data_type for cell in written] == ["s"] * len(written)
    assert len(written) == 3
    assert all(cell.hyperlink is None for cell in written)


def test_control_characters_and_endless_texts_still_open():
    sheet = sheet_of(write_workbook(columns(User()), [Line({"title": "a\x00\x08b", "summary": "x" * 50_000})]))

    assert sheet.cell(3, 2).value.startswith("a")
    assert max(len(str(cell.value or "")) for cell in sheet[3]) == 32_000


def test_a_list_longer_than_the_template_s_gets_columns_of_its_own():
    cells = {"title": "A", "countries.8.country": "Kenya", "themes.1": "health"}

    assert read_back(write_workbook(columns(User()), [Line(cells)])) == cells
