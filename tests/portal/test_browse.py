import pytest
from django.urls import reverse

from galaxy.taxonomy.labels import vocabulary
from tests.factories import make_organization, make_solution


@pytest.mark.parametrize("name", ["goals", "themes", "regions", "groups", "countries"])
def test_each_way_in_counts_solutions_in_a_fixed_number_of_statements(client, db, django_assert_num_queries, name):
    vocabulary()
    organization = make_organization(published=True)
    for _ in range(3):
        make_solution(published=True, organization=organization)

    client.get(reverse(f"portal:{name}"))  # the first one after a change reads what changed
    with django_assert_num_queries(2 if name == "countries" else 1):
        page = client.get(reverse(f"portal:{name}"))

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("name", "argument", "others"),
    [
        ("goal", 3, 4),
        ("theme", "health", "energy"),
        ("region", "africa", "arab-states"),
        ("group", "lldc", "sids"),
        ("country", "UGA", "BRA"),
    ],
)
@pytest.mark.parametrize("count", [1, 5])
def test_a_page_lists_its_records_and_no_others(
    client, db, django_assert_max_num_queries, name, argument, others, count
):
    vocabulary()
    organization = make_organization(published=True, country_id="FRA")
    for _ in range(count):
        make_solution(published=True, organization=organization, goals=[3], themes=["health"])

    client.get(reverse(f"portal:{name}", args=[argument]))  # the first one after a change reads what changed
    with django_assert_max_num_queries(4):
        page = client.get(reverse(f"portal:{name}", args=[argument]))
    other = client.get(reverse(f"portal:{name}", args=[others]))

    assert page.context["results"].total == count
    assert other.context["results"].total == 0


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("goal", 18),
        ("theme", "nothing"),
        ("region", "atlantis"),
        ("group", "none"),
        ("country", "XXX"),
        ("country", "TWN"),
    ],
)
def test_what_no_vocabulary_holds_is_missing(client, db, name, argument):
    assert client.get(reverse(f"portal:{name}", args=[argument])).status_code == 404


def test_a_country_has_one_address(client, db):
    response = client.get("/en/countries/ken/")

    assert (response.status_code, response.headers["Location"]) == (301, "/en/countries/KEN/")


@pytest.mark.parametrize(
    ("day", "members", "left"),
    [("2026-11-23", {"BGD", "LAO", "NPL"}, {"STP"}), ("2026-11-24", set(), {"STP", "BGD", "LAO", "NPL"})],
)
def test_the_page_of_a_group_is_as_of_today(client, db, time_machine, day, members, left):
    time_machine.move_to(f"{day}T12:00:00Z")

    context = client.get(reverse("portal:group", args=["ldc"])).context

    graduating = {"BGD", "LAO", "NPL"}
    assert {row.country.code for row in context["members"]} & graduating == members
    assert {row.country.code for row in context["leavers"]} >= left
    assert "STP" not in {row.country.code for row in context["members"]}


def test_a_country_may_be_in_two_regions(client, db):
    context = client.get(reverse("portal:country", args=["SOM"])).context

    assert [region.code for region in context["regions"]] == ["africa", "arab-states"]


def test_a_goal_page_gives_its_targets_in_the_language_of_the_page(client, db):
    page = client.get("/fr/goals/3/").content.decode()

    assert "3.8" in page
    assert "couverture sanitaire universelle" in page
