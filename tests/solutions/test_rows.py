"""Results in figures, numbers in other systems, tags, and what did not work: typed, shown, compared, taken along."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from galaxy.moderation import services as moderation
from galaxy.moderation.comparison import parts
from galaxy.moderation.history import changes_of
from galaxy.taxonomy.labels import vocabulary
from solutions import content, services
from solutions.exchange.outgoing import solution_document
from solutions.fields import Figure, Tags, Year
from solutions.models import ExternalId, ResultMetric, Solution
from tests.factories import make_block, make_solution, publish
from tests.solutions.typing import save, start

pytestmark = pytest.mark.django_db


def lines(name: str, *rows: dict[str, str]) -> dict[str, str]:
    """Lines of a list as the page sends them."""
    typed = {f"{name}-{number}-{part}": text for number, row in enumerate(rows) for part, text in row.items()}
    return {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0", **typed}


CLINICS = {
    "indicator": "Clinics that screen every newborn",
    "value": "1,058.5",
    "unit": "clinics",
    "year": "2023",
    "source": "Yearly report, page 14",
    "evidence_url": "https://health.example.org/report",
}


@pytest.fixture
def measured() -> Solution:
    solution = make_solution()
    content.write(
        solution,
        {
            "metrics": [{**CLINICS, "value": "1058.5"}],
            "external_ids": [{"system": "PANORAMA", "identifier": "1423", "url": "https://panorama.example.org/1423"}],
            "tags": ["task shifting"],
            "cost_band": "under_100k",
        },
    )
    make_block(solution, title="Training in pairs", lessons="Visit them.")
    return publish(solution)


# Fields


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("58", "58"),
        ("1,240", "1240"),
        ("1 240", "1240"),
        ("1\u202f240\u202f000", "1240000"),
        ("1,240,000.25", "1240000.25"),
        ("3,5", "3.5"),
        ("3.50", "3.5"),
        ("-30", "-30"),
        ("\u221230", "-30"),
        ("12 %", "12"),
        ("١٢٤٠", "1240"),
        ("0.30000000000000004", "0.3"),
        ("100", "100"),
        ("", ""),
    ],
)
def test_a_figure_is_read_as_people_write_it(typed, kept):
    assert Figure().clean(typed) == kept


@pytest.mark.parametrize("typed", ["about 58", "58 of 62", "1,2,3", "1e9", "9999999999999", "--3", "½"])
def test_what_is_no_figure_is_told(typed):
    with pytest.raises(ValidationError, match="Write one number in figures"):
        Figure().clean(typed)


def test_years_and_tags_are_bounded():
    assert (Year().clean("٢٠٢٣"), Year().clean("")) == ("2023", "")
    assert Tags().clean("a, b；a،  c ,") == ["a", "b", "c"]
    for field, text in ((Year(), "1850"), (Year(), "x"), (Tags(), ",".join("abcdefghijk")), (Tags(), "x" * 41)):
        with pytest.raises(ValidationError):
            field.clean(text)


# On the form


def test_figures_are_typed_line_by_line_and_come_back(writer, ministry):
    draft = start(writer, ministry)

    save(writer, draft, "results", **lines("metrics", CLINICS, {"indicator": "Hearing aids", "value": "3,5"}))
    again = save(writer, draft, "results", **lines("metrics", CLINICS))

    assert again.status_code == 302
    assert content.read(draft, ["metrics"])["metrics"] == [{**CLINICS, "value": "1058.5"}]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"value": "3"}, "Say what this figure counts, or remove the line."),
        ({"indicator": "Clinics"}, "Write the figure, or remove the line."),
        ({"indicator": "Clinics", "value": "many"}, "Write one number in figures"),
        ({"indicator": "Clinics", "value": "3", "year": "23"}, "Write a year, such as 2023."),
        ({"indicator": "Clinics", "value": "3", "evidence_url": "page 14"}, "Write a whole address"),
    ],
)
def test_what_is_wrong_with_a_figure_is_told_at_its_field_and_the_rest_is_saved(writer, ministry, row, problem):
    draft = start(writer, ministry)

    page = save(writer, draft, "results", **lines("metrics", row))

    assert [problem in each.text for each in page.context["page"].problems] == [True]
    assert Solution.objects.get(pk=draft.pk).what_did_not_work
    assert not draft.metrics.exists()


def test_numbers_elsewhere_and_tags_are_typed_and_come_back(writer, ministry):
    draft = start(writer, ministry)

    wrong = save(writer, draft, "links", **lines("external_ids", {"system": "PANORAMA"}))
    save(writer, draft, "links", **lines("external_ids", {"system": "PANORAMA", "identifier": "1423"}))
    save(writer, draft, "goals", tags="task shifting, newborns")
    save(writer, draft, "time", cost_band="under_1m")

    page = writer.get(reverse("solutions:edit", args=[draft.public_id.lower(), "goals"])).content.decode()
    draft = Solution.objects.get(pk=draft.pk)
    assert "Write the system and the number" in wrong.content.decode()
    assert [str(row) for row in draft.external_ids.all()] == ["PANORAMA 1423"]
    assert (draft.tags, draft.cost_band) == (["task shifting", "newborns"], "under_1m")
    assert 'value="task shifting, newborns"' in page


def test_two_who_write_figures_at_once_see_both_versions(writer, ministry):
    draft = start(writer, ministry)
    first = writer.get(reverse("solutions:edit", args=[draft.public_id.lower(), "results"])).context["page"].seen
    save(writer, draft, "results", **lines("metrics", CLINICS))

    page = save(writer, draft, "results", **{**lines("metrics", {**CLINICS, "value": "7"}), "seen": first})

    assert "Clinics that screen every newborn, 1058.5, clinics, 2023" in page.content.decode()


def test_every_new_field_has_a_hint_with_a_good_and_a_weak_example(writer, ministry):
    draft = start(writer, ministry)

    for step in ("results", "blocks", "links"):
        page = writer.get(reverse("solutions:edit", args=[draft.public_id.lower(), step])).content.decode()
        assert page.count("See a good and a weak example") >= 1


# What did not work


def test_nothing_is_sent_without_what_did_not_work():
    solution = make_solution(what_did_not_work=" ")

    assert solution.missing() == {"what_did_not_work": "Say what did not work, or what you would do otherwise today."}


def test_who_looks_for_failures_finds_those_who_tell_them():
    telling = make_solution(published=True, title="Telling")
    make_solution(published=True, title="Silent", what_did_not_work="", source_system="demo")

    results = Client().get(reverse("portal:solutions"), {"lessons": "failure"}).context["results"]

    assert [entry["title"] for entry in results.entries] == [telling.title]


# Shown


def test_the_page_shows_figures_in_the_way_of_its_language(client, measured):
    english = client.get(measured.get_absolute_url()).content.decode()
    with translation.override("fr"):
        french = client.get(measured.get_absolute_url()).content.decode()

    assert '<b class="value">1,058.5</b> <bdi>clinics</bdi>' in english
    assert '<b class="value">1\u202f058,5</b>' in french.replace("\xa0", "\u202f")
    assert '<a href="https://health.example.org/report" rel="ugc nofollow noopener"><bdi>Yearly report' in english
    for text in ("PANORAMA", "1423", "task shifting", "10,000 to 100,000 dollars"):
        assert text in english


def test_a_figure_without_a_source_says_so(client):
    solution = make_solution()
    metric = ResultMetric.objects.create(solution=solution, indicator="Clinics", value=3)
    ResultMetric.objects.create(solution=solution, indicator="Nurses", value=3, source="Report")
    publish(solution)

    page = client.get(solution.get_absolute_url()).content.decode()

    assert page.count("no source given") == 1
    assert not metric.has_source


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_takes_the_same_statements_for_any_number_of_rows(client, django_assert_num_queries, count):
    vocabulary("en")
    solution = make_solution()
    for number in range(count):
        ResultMetric.objects.create(solution=solution, indicator=f"N{number}", value=number)
        ExternalId.objects.create(solution=solution, system="S", identifier=str(number))
        make_block(solution, title=f"B{number}")
    publish(solution)

    client.get(solution.get_absolute_url())  # the first one reads what changed in the index
    # The record with what is close in meaning; the state of the index and what shares most in it.
    with django_assert_num_queries(3):
        page = client.get(solution.get_absolute_url())

    assert page.content.decode().count('class="value"') == count


def test_a_moderator_sees_what_a_change_does_to_figures_and_blocks(measured):
    revision = moderation.start_revision(measured, by=measured.author)
    content.write(revision, {"metrics": [{**CLINICS, "value": "7"}]})

    told = {part.name: part for part in parts(Solution.objects.get(pk=revision.pk))}

    assert told["metrics"].before[0].startswith("Clinics that screen every newborn, 1058.5, clinics, 2023")
    assert told["metrics"].after[0].startswith("Clinics that screen every newborn, 7, clinics, 2023")
    assert not told["building_blocks"].is_changed
    assert str(measured.building_blocks.get().key) not in told["building_blocks"].text


def test_the_trail_tells_of_figures_and_blocks(measured):
    told = {(change.label, change.subject) for change in changes_of(measured)}

    assert {("Added", "figure"), ("Added", "building block"), ("Added", "number in another system")} <= told


# Taken along


def test_the_word_document_has_figures_blocks_and_numbers_elsewhere(measured):
    document = Document(io.BytesIO(solution_document(Solution.objects.for_detail().get(pk=measured.pk))))

    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "1,058.5 clinics" in cells
    assert "Yearly report, page 14 https://health.example.org/report" in cells
    assert {"Building blocks", "Training in pairs", "Visit them."} <= set(texts)
    assert "PANORAMA 1423: https://panorama.example.org/1423" in texts


def test_a_change_of_what_is_public_carries_all_rows(measured):
    revision = moderation.start_revision(measured, by=measured.author)
    services.save_step(revision, {"tagline": "New"}, by=measured.author, seen={})
    publish(Solution.objects.get(pk=revision.pk))

    names = ["metrics", "external_ids", "building_blocks", "tags", "cost_band"]
    assert all(content.read(measured, [name])[name] for name in names)
    assert measured.metrics.count() == measured.building_blocks.count() == 1
