from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import override

from galaxy.taxonomy.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    DataFile,
    Goal,
    Indicator,
    Language,
    Region,
    Target,
    Theme,
)

pytestmark = pytest.mark.django_db

GRADUATION = date(2026, 11, 24)
LEAVING_THEN = {"BGD", "LAO", "NPL"}


def codes(memberships):
    return [membership.country_id for membership in memberships]


def test_three_countries_leave_the_least_developed_on_one_day():
    ldc = CountryGroup.objects.get(pk="ldc")

    before = codes(ldc.members_on(GRADUATION - timedelta(days=1)))
    after = codes(ldc.members_on(GRADUATION))

    assert (len(before), len(after)) == (44, 41)
    assert set(before) - set(after) == LEAVING_THEN


def test_a_group_knows_who_will_leave_and_who_has_left():
    ldc = CountryGroup.objects.get(pk="ldc")
    eve = GRADUATION - timedelta(days=1)

    assert codes(ldc.leaving_after(eve))[-1] == "SLB"
    assert set(codes(ldc.leaving_after(eve))) == {*LEAVING_THEN, "SLB"}
    assert codes(ldc.leaving_after(GRADUATION)) == ["SLB"]
    assert codes(ldc.left_before(eve)) == ["STP", "BTN", "VUT", "GNQ", "WSM", "MDV", "CPV", "BWA"]
    assert set(codes(ldc.left_before(GRADUATION))[:3]) == LEAVING_THEN


@pytest.mark.parametrize(
    ("code", "members"),
    [
        *[("lldc", 32), ("sids", 39), ("g7plus", 20), ("g77", 134), ("las", 22)],
        *[("eca", 54), ("ece", 56), ("eclac", 60), ("escap", 62), ("escwa", 21)],
    ],
)
def test_a_group_has_its_published_number_of_members(code, members):
    assert CountryGroup.objects.get(pk=code).members_on(date(2026, 11, 1)).count() == members


def test_commissions_tell_members_from_associate_members():
    escap = CountryGroupMembership.objects.filter(group="escap")

    assert escap.filter(role=CountryGroupMembership.Role.ASSOCIATE).count() == 9


@pytest.mark.parametrize("day", [date(1970, 1, 1), GRADUATION - timedelta(days=1), GRADUATION, date(2030, 1, 1)])
def test_database_and_object_agree_on_the_days_of_a_membership(day):
    every = CountryGroupMembership.objects.filter(group="ldc")

    assert set(every.on(day)) == {membership for membership in every if membership.holds_on(day)}


def test_five_countries_are_in_two_regions():
    two = [country.iso3 for country in Country.objects.all() if country.regions.count() == 2]

    assert sorted(two) == ["COM", "DJI", "MRT", "SDN", "SOM"]


def test_a_membership_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="membership_ends_after_it_begins"):
        CountryGroupMembership.objects.create(
            group_id="ldc", country_id="FRA", valid_from=GRADUATION, valid_to=GRADUATION
        )


def test_a_country_is_in_a_group_once_at_a_time():
    with pytest.raises(IntegrityError, match="membership_once_at_a_time"):
        CountryGroupMembership.objects.create(group_id="ldc", country_id="AFG", valid_from=date(2020, 1, 1))


def test_a_country_may_come_back_on_the_day_it_left():
    again = CountryGroupMembership(group_id="ldc", country_id="BTN", valid_from=date(2023, 12, 13))

    again.full_clean()
    again.save()

    assert CountryGroupMembership.objects.filter(group="ldc", country="BTN").count() == 2


def test_a_form_tells_of_an_overlap_in_words():
    twice = CountryGroupMembership(group_id="ldc", country_id="AFG", valid_from=date(2020, 1, 1))

    with pytest.raises(ValidationError, match="already in this group for some of these days"):
        twice.full_clean()


def test_names_follow_the_language_and_fall_back_to_english():
    Theme.objects.filter(pk="energy").update(name_ar="")

    with override("ar"):
        assert Region.objects.get(pk="arab-states").name == "الدول العربية"
        assert Theme.objects.get(pk="energy").name == "Energy"


@pytest.mark.parametrize(
    ("model", "key", "view"),
    [
        *[(Goal, 3, "goal"), (Region, "africa", "region"), (Country, "KEN", "country")],
        *[(CountryGroup, "ldc", "group"), (Theme, "health", "theme")],
    ],
)
def test_each_has_its_page(model, key, view):
    assert model.objects.get(pk=key).get_absolute_url() == reverse(f"portal:{view}", args=[key])


def test_each_reads_as_a_person_would_say_it():
    membership = CountryGroupMembership.objects.get(group="ldc", country="BTN")

    assert str(Goal.objects.get(pk=3)) == "3. Good health and well-being"
    assert str(Target.objects.get(pk="3.8")).startswith("3.8 Achieve universal health coverage")
    assert str(Indicator.objects.get(pk="3.8.1")).startswith("3.8.1 Coverage of essential health services")
    assert str(membership) == "ldc BTN"
    assert str(CountryGroup.objects.get(pk="sids")) == "Small island developing States"
    assert str(DataFile.objects.get(pk="goals.csv")) == "goals.csv"
    named = ((Country, "KEN"), (Region, "africa"), (Theme, "health"))
    assert [str(model.objects.get(pk=key)) for model, key in named] == ["Kenya", "Africa", "Health"]


def test_content_may_be_in_the_six_languages_and_portuguese():
    assert Language.values == ["ar", "zh", "en", "fr", "ru", "es", "pt"]
