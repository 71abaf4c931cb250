import time

import pytest
from django.utils.translation import override

from galaxy.core.pace import Pace
from galaxy.moderation import services as moderation
from galaxy.search.models import Document
from galaxy.search.typeahead import begins, propose
from tests.factories import make_moderator, make_organization, make_solution
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def found(typed, kind=None):
    groups = propose(typed)
    return [each.label for group in groups if kind in (None, group.kind) for each in group.proposals]


@pytest.mark.parametrize(
    "typed",
    [
        "cl",
        "clin",
        "VILLAGE cl",
        "éco",
        "ecoles",
        "cli éco",
        "Écoles, cli",
        "kahve",
        "l'eco",
        "village clinics and ecoles de l eau",
    ],
)
def test_a_title_is_found_by_the_beginning_of_any_of_its_words(typed):
    make_entry("Village clinics and écoles de l'Eau: KAHVE", acronym="VCE")

    assert found(typed, "solution") == ["Village clinics and écoles de l'Eau: KAHVE"]


@pytest.mark.parametrize("typed", ["linics", "clinics zz", "c", "", "'", "%", "_", "🙂"])
def test_the_middle_of_a_word_finds_nothing(typed):
    make_entry("Village clinics")

    assert found(typed) == []


@pytest.mark.parametrize(
    ("title", "language", "typed"),
    [
        ("农村健康诊所", "zh", "健康"),
        ("农村健康诊所", "zh", "诊"),
        ("عيادات القرى في كينيا", "ar", "القر"),
        ("عيادات القرى في كينيا", "ar", "عيادات الق"),
        ("أنظمة الري", "ar", "انظمة"),
        ("Сельские клиники «Надёжда»", "ru", "надежд"),
        ("Clínicas rurales", "es", "clinicas RUR"),
    ],
)
def test_titles_of_every_language_are_found(title, language, typed):
    make_entry(title, language=language)

    assert found(typed, "solution") == [title]


def test_chinese_characters_must_stand_side_by_side():
    make_entry("农村健康诊所", language="zh")

    assert found("农健") == []


@pytest.mark.parametrize(
    ("language", "typed", "label"),
    [
        ("en", "ken", "Kenya"),
        ("en", "good he", "3. Good health and well-being"),
        ("fr", "sant", "Santé"),
        ("ar", "كين", "كينيا"),
        ("ar", "الصح", "الصحة"),
        ("zh-hans", "健康", "卫生健康"),
        ("ru", "кен", "Кения"),
        ("es", "áfri", "África"),
        ("en", "least dev", "Least developed countries"),
    ],
)
def test_goals_themes_and_places_are_proposed_in_every_language(language, typed, label):
    with override(language):
        assert label in found(typed)


def test_a_name_of_another_language_stands_beside_the_label():
    [group] = propose("Кения")

    assert [(each.label, each.note) for each in group.proposals] == [("Kenya", "Кения")]


def test_at_most_eight_are_shown_by_kind_and_half_of_them_are_names():
    for number in range(20):
        make_entry(f"South school {number}")

    groups = propose("so")

    assert [group.kind for group in groups][-1] == "solution"
    assert sum(len(group.proposals) for group in groups) == 8
    assert len(found("so", "solution")) == 4


def test_a_title_that_begins_so_comes_before_one_that_contains_it():
    make_entry("A clinic")
    make_entry("Clinics of the whole country")

    assert found("clin", "solution") == ["Clinics of the whole country", "A clinic"]


def test_drafts_and_withdrawn_records_are_never_proposed():
    organization = make_organization(published=True)
    make_solution(organization=organization, title="Zebra draft")
    shown = make_solution(published=True, organization=organization, title="Zebra shown")
    make_organization(name="Zebra ministry")

    assert found("zebr") == ["Zebra shown"]

    moderation.withdraw(shown, by=make_moderator(), note="Asked by the owner.")

    assert found("zebr") == []


def test_a_proposal_takes_one_statement(django_assert_num_queries):
    make_entry("Village clinics")
    propose("vil")

    with django_assert_num_queries(1):
        propose("so")


def test_a_title_of_long_ligatures_is_indexed():
    make_entry("ﷺ" * 300)

    assert len(Document.objects.get().starts) == 400


@pytest.mark.parametrize(
    "typed",
    [
        "e" + "\u0301" * 300,
        "a\0b",
        "x" * 50_000,
        "مر" * 25_000,
        "健" * 50_000,
        "\u202eken\u202c",
        "\\",
        "':* & !(",
        "\ud800ken",
        "a " * 500,
    ],
)
def test_odd_input_is_borne_and_quickly(typed):
    begun = time.process_time()

    propose(typed)

    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("name", "words", "fits"),
    [
        ("good health", ["he"], True),
        ("good health", ["ea"], False),
        ("健 康 诊", ["康 诊"], True),
        ("健 康 诊", ["健 诊"], False),
    ],
)
def test_each_word_begins_a_word(name, words, fits):
    assert begins(name, words) is fits


def test_pace_counts_each_client_and_begins_anew(monkeypatch):
    pace = Pace(limit=2, seconds=60)
    monkeypatch.setattr("time.monotonic", lambda: 600.0)

    assert [pace.allows("a"), pace.allows("a"), pace.allows("a"), pace.allows("b")] == [True, True, False, True]
    monkeypatch.setattr("time.monotonic", lambda: 661.0)
    assert pace.allows("a")
