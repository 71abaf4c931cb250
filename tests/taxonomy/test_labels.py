from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from galaxy.taxonomy import labels
from galaxy.taxonomy.labels import folded, vocabulary
from galaxy.taxonomy.models import CountryGroupMembership, Goal, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_in_memory():
    vocabulary.cache_clear()
    yield
    vocabulary.cache_clear()


def test_a_cold_vocabulary_takes_seven_queries_and_a_warm_one_none(django_assert_num_queries):
    with django_assert_num_queries(7):
        vocabulary("fr")

    with django_assert_num_queries(0):
        found = vocabulary("fr")
        texts = [
            *[str(term) for terms in (found.goals, found.targets, found.countries) for term in terms.values()],
            *[str(term) for terms in (found.regions, found.groups, found.themes) for term in terms.values()],
            *[term.name for term in found.country_list + found.theme_list + found.group_list],
            found.group_members("ldc", date(2026, 11, 1)),
            found.country_groups("BTN", date(2026, 11, 1)),
        ]

    assert all(texts)


def test_it_is_read_again_after_a_minute(monkeypatch):
    vocabulary("en")
    Goal.objects.filter(pk=1).update(name_en="Enough for all")
    assert vocabulary("en").goals[1].name == "No poverty"

    monkeypatch.setattr(labels, "SECONDS", -1)

    assert vocabulary("en").goals[1].name == "Enough for all"


def test_before_the_first_load_nothing_is_remembered():
    CountryGroupMembership.objects.all().delete()
    Theme.objects.all().delete()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labels.Goal, "objects", Goal.objects.none())
        assert vocabulary("en").goals == {}

    assert len(vocabulary("en").goals) == 17


@pytest.mark.parametrize(
    ("asked", "given"), [("fr", "fr"), ("zh", "zh-hans"), ("pt", "en"), ("xx", "en"), ("ar", "ar")]
)
def test_an_unknown_language_gets_english(asked, given):
    assert vocabulary(asked).language == given


def test_the_language_of_the_page_is_the_default():
    with override("ru"):
        assert vocabulary().label("country", "GEO") == "Грузия"

    with override(None):
        assert vocabulary().label("country", "GEO") == "Georgia"


@pytest.mark.parametrize(
    ("facet_group", "value", "label"),
    [
        ("goal", "3", "Bonne santé et bien-être"),
        ("region", "arab-states", "États arabes"),
        ("country", "CIV", "Côte d’Ivoire"),
        ("group", "ldc", "Pays les moins avancés"),
        ("theme", "health", "Santé"),
        ("language", "pt", "portugais"),
        ("country", "XXX", "XXX"),
        ("colour", "red", "red"),
    ],
)
def test_facet_values_have_labels(facet_group, value, label):
    assert vocabulary("fr").label(facet_group, value).replace("'", "’").lower() == label.lower()


def test_a_target_is_labelled_by_its_text_and_leads_to_its_goal():
    target = vocabulary("en").targets["3.b"]

    assert target.name.startswith("Support the research and development of vaccines")
    assert target.url == reverse("portal:goal", args=[3])
    assert target in vocabulary("en").targets_of(3)


def test_terms_lead_to_their_pages():
    found = vocabulary("en")

    assert found.goals[3].url == reverse("portal:goal", args=[3])
    assert found.countries["KEN"].url == reverse("portal:country", args=["KEN"])


def test_pick_lists_are_sorted_by_name_whatever_the_accent():
    names = [country.name for country in vocabulary("fr").country_list]

    assert names == sorted(names, key=folded)
    assert names.index("Égypte") < names.index("Équateur") < names.index("Érythrée") < names.index("Espagne")


def test_pick_lists_leave_out_what_is_not_offered():
    Theme.objects.filter(pk="energy").update(is_active=False)

    found = vocabulary("en")

    assert "TWN" in found.countries
    assert "TWN" not in {country.code for country in found.country_list}
    assert "energy" in found.themes
    assert "energy" not in {theme.code for theme in found.theme_list}


def test_members_of_a_group_depend_on_the_day():
    found = vocabulary("en")

    assert found.group_members("g7plus", date(2026, 11, 1))[:3] == ["AFG", "BDI", "CAF"]
    assert "NPL" in found.group_members("ldc", date(2026, 11, 23))
    assert "NPL" not in found.group_members("ldc", date(2026, 11, 24))
    assert found.country_groups("NPL", date(2026, 11, 24)) == ["lldc", "g77", "escap"]


def test_a_country_may_be_in_two_regions_or_in_none():
    found = vocabulary("en")

    assert [found.country_regions(iso3) for iso3 in ("SOM", "KEN", "FRA", "XXX")] == [
        ("africa", "arab-states"),
        ("africa",),
        (),
        (),
    ]
    assert len(found.region_countries("europe-cis")) == 17


def test_goals_of_a_theme_are_known():
    health = vocabulary("en").themes["climate-action"]

    assert (health.goals, health.primary_goal) == ((7, 13), 13)
