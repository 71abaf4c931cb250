"""One solution in a Word file: what is known goes to its field, the rest is placed by hand, and a draft is made."""

import io
import zipfile

import pytest

from solutions.exchange.columns import columns
from solutions.exchange.word import write_document
from solutions.imports.models import Import
from solutions.models import Solution
from tests.solutions.exchange.files import own_document, practice, upload
from tests.solutions.imports.bringing import START, bring, url

pytestmark = pytest.mark.django_db


def test_the_template_becomes_a_draft_and_its_errors_are_named_by_section(writer, author, ministry):
    cells = {**practice(1), "countries.2.country": "Atlantis", "budget_amount": "much"}

    batch = bring(writer, write_document(columns(author), cells), "practice.docx")
    page = writer.get(batch.get_absolute_url())
    before = Solution.objects.count()
    writer.post(url("place", batch), {"title": cells["title"], "organization": str(ministry.pk)})

    draft = Solution.objects.get()
    assert before == 0
    assert {section for section, _text in page.context["problems"]} == {"Countries 2: Country or area", "Budget"}
    assert draft.title == cells["title"]
    assert [link.country_id for link in draft.country_links.all()] == ["KEN"]
    assert draft.budget_amount is None
    assert draft.lessons_learned == cells["lessons_learned"]


def test_parts_under_unknown_headings_are_placed_by_hand(writer, ministry):
    batch = bring(writer, own_document(), "midwives.docx")
    page = writer.get(batch.get_absolute_url())
    said = {"title": "Midwives in the villages", "organization": str(ministry.pk), "rest_0": "results"}

    writer.post(url("place", batch), said)
    writer.post(url("place", batch), said)

    draft = Solution.objects.get()
    assert "Voices from the field" in page.content.decode()
    assert draft.challenge == "Too few midwives."
    assert draft.results == "Voices from the field\n\nIt works, says the nurse."
    assert draft.get_edit_url() in writer.get(batch.get_absolute_url()).content.decode()


def test_what_has_no_place_stays_to_be_read(writer, ministry):
    batch = bring(writer, own_document(), "midwives.docx")

    writer.post(url("place", batch), {"title": "Midwives", "organization": str(ministry.pk)})

    assert Solution.objects.get().results == ""
    assert "It works, says the nurse." in writer.get(batch.get_absolute_url()).content.decode()


@pytest.mark.parametrize("missing", ["title", "organization"])
def test_a_draft_needs_title_and_organization_and_nothing_read_is_lost(writer, ministry, missing):
    batch = bring(writer, own_document(), "midwives.docx")
    said = {"title": "Midwives", "organization": str(ministry.pk), missing: ""}

    page = writer.post(url("place", batch), said)

    assert page.context["form"].errors.keys() == {missing}
    assert Solution.objects.count() == 0
    assert batch.rows.get().cells["challenge"] == "Too few midwives."


def test_the_same_document_twice_is_one_draft(writer, ministry):
    said = {"title": "Midwives", "organization": str(ministry.pk)}
    for _time in range(2):
        batch = bring(writer, own_document(), "midwives.docx")
        writer.post(url("place", batch), said)

    assert Solution.objects.count() == 1
    assert "It is here already" in writer.get(batch.get_absolute_url()).content.decode()


def test_an_organization_of_others_is_not_taken(writer, ministry):
    batch = bring(writer, own_document(), "midwives.docx")

    page = writer.post(url("place", batch), {"title": "Midwives", "organization": str(ministry.pk + 1)})

    assert page.context["form"].errors.keys() == {"organization"}
    assert Solution.objects.count() == 0


def test_a_word_file_that_no_word_wrote_is_refused(writer, ministry):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        file.writestr("[Content_Types].xml", f'<Types><Override PartName="/w.xml" ContentType="{kind}"/></Types>')

    page = writer.post(START, {"file": upload(content.getvalue(), "practice.docx")})

    assert "This document cannot be read" in page.content.decode()
    assert Import.objects.count() == 0
