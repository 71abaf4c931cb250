import pytest
from django.urls import reverse

from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Country, CountryGroupMembership, Theme
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db

KEYS = {
    "goal": 3,
    "target": "3.8",
    "indicator": "3.8.1",
    "region": "africa",
    "country": "KEN",
    "countrygroup": "ldc",
    "theme": "health",
    "datafile": "goals.csv",
}
READ_ONLY = ["goal", "target", "indicator", "region", "datafile"]


@pytest.fixture
def admin(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(make_administrator())
    return client


@pytest.mark.parametrize("model", [*KEYS, "countrygroupmembership"])
def test_lists_open(admin, model):
    assert admin.get(reverse(f"admin:taxonomy_{model}_changelist")).status_code == 200


@pytest.mark.parametrize(("model", "key"), KEYS.items())
def test_records_open(admin, model, key):
    assert admin.get(reverse(f"admin:taxonomy_{model}_change", args=[key])).status_code == 200


@pytest.mark.parametrize("model", READ_ONLY)
def test_what_comes_from_files_cannot_be_changed(admin, model):
    page = reverse(f"admin:taxonomy_{model}_change", args=[KEYS[model]])

    assert admin.post(page, {"name_en": "Other"}).status_code == 403
    assert admin.get(reverse(f"admin:taxonomy_{model}_add")).status_code == 403


@pytest.mark.parametrize("model", KEYS)
def test_what_content_refers_to_cannot_be_deleted(admin, model):
    page = reverse(f"admin:taxonomy_{model}_delete", args=[KEYS[model]])

    assert admin.post(page, {"post": "yes"}).status_code == 403


def test_a_renamed_theme_shows_at_once(admin, django_capture_on_commit_callbacks):
    assert vocabulary("fr").themes["health"].name == "Santé"
    names = {f"name_{code}": "Soins" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}

    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(
            reverse("admin:taxonomy_theme_change", args=["health"]),
            {**names, "goals": ["3"], "primary_goal": "3", "position": "3", "is_active": "on"},
        )

    assert answer.status_code == 302
    assert Theme.objects.get(pk="health").name_fr == "Soins"
    assert vocabulary("fr").themes["health"].name == "Soins"
    vocabulary.cache_clear()


def test_a_country_is_given_other_regions_and_nothing_else_of_it_changes(admin):
    answer = admin.post(
        reverse("admin:taxonomy_country_change", args=["TUR"]), {"name": "Other", "regions": ["arab-states"]}
    )

    turkiye = Country.objects.get(pk="TUR")
    assert answer.status_code == 302
    assert (turkiye.name_en, [region.code for region in turkiye.regions.all()]) == ("Türkiye", ["arab-states"])


def test_an_overlapping_membership_is_refused_in_words(admin):
    answer = admin.post(
        reverse("admin:taxonomy_countrygroupmembership_add"),
        {"group": "ldc", "country": "AFG", "role": "member", "valid_from": "2020-01-01", "valid_to": ""},
    )

    assert "already in this group for some of these days" in answer.content.decode()


def test_a_membership_can_be_deleted(admin, django_capture_on_commit_callbacks):
    membership = CountryGroupMembership.objects.get(group="las", country="EGY")
    page = reverse("admin:taxonomy_countrygroupmembership_delete", args=[membership.pk])

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(page, {"post": "yes"})

    assert not CountryGroupMembership.objects.filter(pk=membership.pk).exists()
    vocabulary.cache_clear()


def test_several_memberships_can_be_deleted(admin):
    rows = CountryGroupMembership.objects.filter(group="las")
    chosen = [row.pk for row in rows[:2]]

    admin.post(
        reverse("admin:taxonomy_countrygroupmembership_changelist"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )

    assert rows.count() == 20


def test_a_new_group_is_given_its_code_once(admin):
    add = admin.get(reverse("admin:taxonomy_countrygroup_add")).content.decode()
    change = admin.get(reverse("admin:taxonomy_countrygroup_change", args=["ldc"])).content.decode()

    assert ('name="code"' in add, 'name="code"' in change) == (True, False)
