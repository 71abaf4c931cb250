"""Tables and documents as people send them, and as LibreOffice saved them."""

import io
from pathlib import Path

import pytest
from docx import Document

from accounts.models import User
from galaxy.core.documents import BadFile, Kind
from solutions.exchange.checking import Checker
from solutions.exchange.lookup import Lookup
from solutions.exchange.reading import read_document
from solutions.exchange.tables import read_table
from tests.solutions.exchange.files import as_json, practice, stream

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def checker(author, ministry) -> Checker:
    return Checker(Lookup(author), {"organization": str(ministry.pk)})


def table(content: bytes, kind: Kind = Kind.TEXT):
    return read_table(stream(content), kind, Lookup(User()))


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_workbook_that_libreoffice_saved_comes_back_whole(checker, language):
    read = table((DATA / f"template-{language}.xlsx").read_bytes(), Kind.XLSX)

    checked = checker.check(read.rows[0].cells)
    assert checked.problems == []
    assert checked.values["countries"] == [
        {"country": "KEN", "role": "provider", "place": ""},
        {"country": "UGA", "role": "beneficiary", "place": ""},
    ]
    assert checked.values["targets"] == ["3.1"]
    assert checked.values["start_date"] == "2019-05"
    assert read.rows[0].number == 3


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_word_file_that_libreoffice_saved_comes_back_whole(checker, language):
    with (DATA / f"template-{language}.docx").open("rb") as file:
        read = read_document(file, Lookup(User()))

    checked = checker.check(read.cells)
    assert (checked.problems, read.rest) == ([], [])
    assert checked.values["title"] == practice(1)["title"]
    assert checked.values["kind"] == "good_practice"
    assert checked.values["countries"][1] == {"country": "UGA", "role": "beneficiary", "place": ""}
    assert checked.values["themes"] == ["health"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", [Kind.XLSX, Kind.DOCX])
def test_figures_and_blocks_that_libreoffice_saved_come_back_whole(checker, language, kind):
    content = (DATA / f"template-rows-{language}.{kind}").read_bytes()
    is_table = kind == Kind.XLSX
    cells = table(content, kind).rows[0].cells if is_table else read_document(stream(content), Lookup(User())).cells

    checked = checker.check(cells)
    assert [problem.key for problem in checked.problems] == ["building_blocks.2.description"]
    assert [row["value"] for row in checked.values["metrics"]] == ["1058.5", "3"]
    assert checked.values["building_blocks"][0]["description"] == "Each clinic sends two.\nThey stay ten days."
    assert checked.values["building_blocks"][0]["type"] == "training"
    assert checked.values["external_ids"] == [{"system": "PANORAMA", "identifier": "1423", "url": ""}]
    assert (checked.values["cost_band"], checked.values["tags"]) == ("under_100k", ["task shifting", "newborns"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_any_excel_is_read(delimiter, encoding):
    lines = [["Titre", "Ce que c’est", "unknown"], ["Sages-femmes à Thiès", '"Policy"', "x"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)

    read = table(content)

    assert read.rows[0].cells["title"] == "Sages-femmes à Thiès"
    assert read.rows[0].number == 2
    assert "unknown" in read.unknown


def test_json_takes_lists_and_lines_as_they_are():
    read = table(
        as_json({"solutions": [{"title": "A", "themes": ["health"], "countries": [{"country": "KEN"}], "x": 1}]})
    )

    assert read.rows[0].cells == {"title": "A", "themes.1": "health", "countries.1.country": "KEN"}
    assert read.unknown == ["x"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "No column is called"),
        (b"title\n", "no row beneath"),
        (b"", "No column is called"),
        (b'title\n"' + b"x" * 50_000 + b'"\n', "far too long"),
        (b"title\n" + b"A\n" * 501, "more than 500 rows"),
        (b'[{"title": "A"}', "JSON cannot be read"),
        (b"[" * 10_000, "JSON cannot be read"),
        (b"[1, 2]", "no list of solutions"),
        (as_json([{"title": "A"}] * 501), "more than 500 rows"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_table_that_cannot_be_read_is_refused_with_what_to_do(content, words):
    with pytest.raises(BadFile, match=words):
        table(content)


@pytest.mark.parametrize(
    ("cells", "key", "words"),
    [
        ({"countries.1.country": "Kenia"}, "countries.1.country", "Did you mean “Kenya”"),
        ({"countries.1.country": "Atlantis"}, "countries.1.country", "Take a value from the list"),
        ({"countries.1.country": "Kenya"}, "countries.1.role", "Choose what this country did"),
        ({"themes.2": "health; nonsense"}, "themes.2", "“nonsense” is not in the list"),
        ({"organization": "Ministry of Elsewhere"}, "organization", "not among the organizations"),
        ({"budget_amount": "much"}, "budget_amount", "in figures"),
        ({"start_date": "31.12.2019"}, "start_date", "Write a year"),
        ({"practice_url": "javascript:alert(1)"}, "practice_url", "whole address"),
        ({"title": "x" * 161}, "title", "160"),
        ({"start_date": "2020", "end_date": "2019"}, "end_date", "Look at both dates"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(checker, cells, key, words):
    problems = checker.check({"title": "A", **cells}).problems

    assert [problem.key for problem in problems] == [key]
    assert words in problems[0].text


def test_a_document_of_one_s_own_comes_in_as_far_as_it_can():
    document = Document()
    document.add_heading("Midwives in the villages", 0)
    document.add_paragraph("By the Ministry of Health")
    document.add_heading("2. Challenges", 1)
    document.add_paragraph("Too few midwives.")
    document.add_paragraph("In the hills most of all.", "List Bullet")
    document.add_paragraph().add_run("Leçons apprises").bold = True
    document.add_paragraph("Pay them on time.")
    document.add_heading("Photographs", 1)
    document.add_paragraph("See the annex.")
    form = document.add_table(rows=0, cols=2)
    for texts in (("Website:", "https://midwives.example.org/1"), ("Colour", "Blue")):
        for cell, text in zip(form.add_row().cells, texts, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)

    read = read_document(stream(content.getvalue()), Lookup(User()))

    assert read.cells == {
        "title": "Midwives in the villages",
        "challenge": "Too few midwives.\n\nIn the hills most of all.",
        "lessons_learned": "Pay them on time.",
        "practice_url": "https://midwives.example.org/1",
    }
    assert read.rest == ["By the Ministry of Health", "Photographs\n\nSee the annex.", "Colour | Blue"]
