import pytest
from django.urls import reverse
from django.utils.translation import override

from galaxy.search.entrypoints import entry_points, is_near
from galaxy.search.names import kept_names
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


HEALTH = ("Goal 3: Good health and well-being", "goal")


def found(words):
    return [(point.label, point.kind) for point in entry_points(words)]


@pytest.mark.parametrize(
    "words",
    [
        "goal 3", "Goal 03", "SDG3", "sdg-3", "SDG 3", "ODD 3", "objectif 3", "ODS 3", "ЦУР 3", "цель 3",
        "Цель устойчивого развития 3",
        "可持续发展目标3", "目标 3", "目标三", "الهدف 3", "الهدف ٣", "هدف التنمية المستدامة 3",
        "الهدف 3 من أهداف التنمية المستدامة",
        "Goal 3: Good health and well-being", "Good health and wellbeing", "Bonne sante et bien-etre", "良好健康与福祉",
        "хорошее здоровье и благополучие", "الصحة الجيدة والرفاه", "Good helth and well-being", '"goal 3"',
    ],
)  # fmt: skip
def test_a_goal_is_found_by_number_and_name_in_every_language(words):
    assert found(words) == [HEALTH]


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("Kenya", [("Kenya", "country")]),
        ("keniya", []),
        ("肯尼亚", [("Kenya", "country")]),
        ("Кения", [("Kenya", "country")]),
        ("Vietnam", [("Viet Nam", "country")]),
        ("Bolivia", [("Bolivia (Plurinational State of)", "country")]),
        ("brésil", [("Brazil", "country")]),
        ("argentna", [("Argentina", "country")]),
        ("Africa", [("Africa", "region")]),
        ("Arab states", [("Arab States", "region")]),
        ("SIDS", [("Small island developing States", "group")]),
        ("PMA", [("Least developed countries", "group")]),
        ("3.8", [("Target 3.8", "target")]),
        ("SDG target 3.b", [("Target 3.b", "target")]),
        ("sante", [("Health", "theme")]),
        ("goal 18", []),
        ("goal 0", []),
        ("3", []),
        ("3.99", []),
        ("goal 3 in Kenya", []),
        ("Iraa", []),
        ("", []),
    ],
)
def test_names_in_any_language_lead_to_their_pages(words, points):
    assert found(words) == points


def test_labels_are_in_the_language_of_the_page_and_addresses_lead_there():
    with override("fr"):
        [point] = entry_points("SDG 3")

        assert "Bonne santé et bien-être" in point.label
        assert point.url == reverse("portal:goal", args=[3])


def test_it_takes_no_statement_once_the_names_are_read(django_assert_num_queries):
    entry_points("Kenya")

    with django_assert_num_queries(0):
        entry_points("zzzzzzzzzz")


@pytest.mark.parametrize(
    "words", ["e" + "\u0301" * 300, "a\0b", "x" * 50_000, "\u202egoal 3\u202c", "goal ²³", "goal " + "9" * 50]
)
def test_odd_words_are_borne(words):
    assert isinstance(entry_points(words), list)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("kenya", "kenya", True), ("kenya", "kenia", True), ("kenya", "keny", True), ("kenya", "kenyaa", True),
        ("kenya", "keyna", True), ("kenya", "kaniya", False), ("kenya", "ken", False), ("", "a", True),
        ("ab", "ba", True),
    ],
)  # fmt: skip
def test_one_letter_makes_the_difference(one, other, near):
    assert is_near(one, other) is near
    assert is_near(other, one) is near


def test_a_theme_that_is_not_in_use_is_no_way_in():
    Theme.objects.filter(code="culture-tourism").update(is_active=False)
    vocabulary.cache_clear()
    kept_names.clear()

    assert found("Culture and tourism") == []

    vocabulary.cache_clear()
    kept_names.clear()
