"""A published solution as Word, PDF and poster."""

from io import BytesIO

import pytest
from django.core import checks
from django.urls import reverse
from django.utils.translation import override
from docx import Document

from galaxy.core.images import BadPicture, rewrite
from solutions.exchange import paper
from solutions.exchange.outgoing import file_name
from solutions.imports.checks import pango_is_there
from tests.core.test_images import file
from tests.factories import make_organization, make_solution

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.usefixtures("pango")


@pytest.fixture
def pango() -> None:
    """There wherever Chromium is, and so wherever all tests run."""
    assert paper.is_available(), "apt-get install libpango-1.0-0 libpangoft2-1.0-0"


@pytest.fixture(autouse=True)
def _own_cache(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


def address(solution, kind):
    return reverse("solutions:export", args=[solution.public_id.lower(), kind])


def test_files_are_named_by_number_and_title():
    solution = make_solution(title="Village health workers: phase II")

    number = solution.public_id
    assert file_name(solution, "docx") == f"Galaxy_{number}_village-health-workers-phase-ii.docx"
    assert file_name(solution, "poster") == f"Galaxy_{number}_village-health-workers-phase-ii_poster.pdf"


def test_the_word_document_says_what_the_page_says(client):
    solution = make_solution(
        published=True,
        title="Wells & <b>pumps</b>",
        tagline="Water",
        goals=[6],
        targets=["6.1"],
        what_did_not_work="Rust.",
    )

    answer = client.get(address(solution, "docx"))

    document = Document(BytesIO(answer.content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert texts[:2] == ["Wells & <b>pumps</b>", "Water"]
    assert "Rust." in texts
    assert any(text.startswith("6.1 ") for text in texts)
    assert solution.practice_url in texts
    assert {"Kenya", "Uganda", solution.public_id} <= set(cells)
    assert answer["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("ris", "TY  - GEN\r\nAU  - Ministry of Wells\r\nTI  - آبار في القرى\r\n"),
        ("bib", "  author = {{Ministry of Wells}},\n  title = {{آبار في القرى}},\n"),
        ("json", '"title": "آبار في القرى"'),
        ("txt", "آبار في القرى. http"),
    ],
)
def test_a_solution_is_cited_in_each_format(client, kind, told):
    organization = make_organization(published=True, name="Ministry of Wells")
    solution = make_solution(published=True, title="آبار في القرى", language="ar", organization=organization)

    answer = client.get(address(solution, kind))

    assert told in answer.content.decode()
    assert answer["Content-Disposition"] == f'attachment; filename="{solution.public_id}.{kind}"'


@needs_pango
@pytest.mark.parametrize("kind", ["pdf", "poster"])
@pytest.mark.parametrize(("language", "text"), [("en", "Wells"), ("ar", "آبار في القرى"), ("zh-hans", "乡村水井")])
def test_a_pdf_in_each_script_is_drawn_once(client, kind, language, text):
    solution = make_solution(published=True, title=text, language=language.partition("-")[0])

    with override(language):
        first, second = (client.get(address(solution, kind)) for _time in range(2))

    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content
    assert len(list((paper.settings.DATA_DIR / "cache" / "paper").glob("*.pdf"))) == 1


@needs_pango
def test_a_changed_text_is_drawn_anew(client):
    solution = make_solution(published=True)
    before = client.get(address(solution, "pdf")).content
    type(solution).objects.filter(pk=solution.pk).update(summary="All is new.")

    assert client.get(address(solution, "pdf")).content != before


@needs_pango
def test_nothing_is_fetched_for_a_page(client):
    """An address of a picture in a text stays a text, and the drawing asks no host and no file."""
    text = '<img src="file:///etc/passwd"> http://evil.example/x.png ' * 20
    solution = make_solution(published=True, summary=text)

    assert client.get(address(solution, "pdf")).status_code == 200


@pytest.mark.parametrize("kind", ["docx", "pdf", "poster"])
def test_drafts_are_not_given_out(client, kind):
    assert client.get(address(make_solution(), kind)).status_code == 404


def test_the_page_links_what_can_be_made(client):
    solution = make_solution(published=True)

    page = client.get(solution.get_absolute_url()).content.decode()

    assert [address(solution, kind) in page for kind in ("docx", "pdf", "poster")] == [
        True,
        *[paper.is_available()] * 2,
    ]


def test_without_pango_there_is_no_pdf_and_the_check_says_so(client, monkeypatch):
    solution = make_solution(published=True)
    monkeypatch.setattr(paper, "LIBRARIES", ("libnothing.so.0",))
    paper.is_available.cache_clear()
    try:
        page = client.get(solution.get_absolute_url()).content.decode()
        found = [address(solution, kind) in page for kind in ("docx", "pdf", "poster")]
        answer = client.get(address(solution, "pdf")).status_code
        (message,) = pango_is_there()
    finally:
        paper.is_available.cache_clear()

    assert (found, answer) == ([True, False, False], 404)
    assert (message.id, message.level) == ("galaxy.I001", checks.INFO)


def test_cut_pictures_are_refused_after_a_pdf_was_drawn_as_well(client, db):
    solution = make_solution(published=True)
    client.get(address(solution, "pdf"))
    whole = file("PNG").getvalue()

    with pytest.raises(BadPicture):
        rewrite(BytesIO(whole[:-40]), len(whole))
