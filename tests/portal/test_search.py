import pytest
from django.urls import reverse

from galaxy.search import tasks, version
from tests.factories import make_channel, make_organization, make_solution
from tests.search.entries import make_entry, statements_for_meaning

pytestmark = pytest.mark.django_db


def read(client, name="portal:search", **parameters):
    return client.get(reverse(name), parameters).content.decode()


@pytest.mark.parametrize(
    ("name", "heading", "shown"),
    [
        ("portal:solutions", "Solutions", "Village clinics"),
        ("portal:organizations", "Organizations", "Ministry of Water"),
        ("portal:funding", "Funding", "Fund for exchange"),
    ],
)
def test_each_kind_has_its_list(client, name, heading, shown):
    organization = make_organization(published=True, name="Ministry of Water")
    make_solution(published=True, organization=organization, title="Village clinics")
    make_channel(published=True, provider_organization=organization, name="Fund for exchange")

    results = client.get(reverse(name)).context["results"]
    page = read(client, name)

    assert [entry["title"] for entry in results.entries] == [shown]
    assert f"<h1>{heading}</h1>" in page


def test_drafts_show_nowhere(client):
    organization = make_organization(published=True)
    make_solution(organization=organization, title="Secret clinics")
    make_solution(published=True, organization=organization, title="Open clinics")

    page = read(client, q="clinics")

    assert "Open <mark>clinics</mark>" in page
    assert "Secret" not in page


def test_the_number_of_results_stands_in_words(client):
    make_entry("A school")

    assert "1 result for “school”" in read(client, q="school")
    assert "0 results for “zzz”" in read(client, q="zzz")
    assert "1 record" in read(client)
    assert "1 solution<" in read(client, "portal:solutions")
    assert "0 organizations" in read(client, "portal:organizations")
    assert "0 funding channels" in read(client, "portal:funding")


def test_a_script_gets_the_changing_part_alone(client):
    make_entry("A school")

    part = client.get(reverse("portal:search"), headers={"HX-Request": "true"})
    whole = client.get(reverse("portal:search"))

    assert "<html" not in part.content.decode()
    assert 'id="found"' in part.content.decode()
    assert "<html" in whole.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in whole["Vary"]


def test_the_page_names_its_one_address(client, settings):
    make_entry("A school", "goal:3")

    page = read(client, q="school", goal=["3", "99"], utm="x")

    assert f'<link rel="canonical" href="{settings.BASE_URL}/en/search/?q=school&amp;goal=3">' in page


def test_a_filter_with_nothing_behind_it_is_shown_and_cannot_be_ticked(client):
    make_entry("A school", "region:africa")

    page = read(client)

    assert 'id="f-region-africa" name="region" value="africa">' in page
    assert 'value="arab-states" disabled>' in page


def test_words_with_markup_are_shown_as_text(client):
    page = read(client, q='<img src=x onerror="alert(1)">')

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_an_empty_result_says_what_would_help(client):
    make_entry("School", "goal:3")

    page = read(client, q="school", goal="4")

    assert "Nothing matches all of this." in page
    assert 'href="?q=school"' in page


def test_an_empty_list_says_so(client):
    assert "Nothing has been published here yet." in read(client, "portal:funding")


def test_a_null_in_the_address_is_refused(client):
    assert client.get("/en/search/?q=%00").status_code == 400


@pytest.mark.parametrize(
    "address", ["page=-1", "page=0", "page=abc", "page=999999999999", "page_size=1000000", "sort=x", "goal=' OR 1=1"]
)
def test_odd_parameters_are_answered(client, address):
    make_entry("A school")

    assert client.get(f"/en/search/?{address}").status_code == 200


def test_three_hundred_filters_are_answered(client):
    make_entry("A school", "goal:3")
    address = "&".join(f"goal={number}&year={1900 + number % 100}&nonsense={number}" for number in range(300))

    assert client.get(f"/en/search/?{address}").status_code == 200


@pytest.mark.parametrize("count", [3, 50])
def test_a_list_takes_the_same_statements_for_any_length(client, django_assert_num_queries, count):
    organization = make_organization(published=True)
    for number in range(count):
        make_entry(f"School {number}", "goal:3", f"organization:{organization.pk}")
    read(client, q="school")

    with django_assert_num_queries(2 + statements_for_meaning(True)):  # postings, page
        read(client, q="school", goal="3")


def test_a_search_that_finds_little_takes_one_statement_more_and_two_with_a_proposal(client, django_assert_num_queries):
    make_entry("Health")
    version.advance()
    tasks.rebuild_terms()
    read(client, q="school")

    with django_assert_num_queries(2 + statements_for_meaning(True)):  # postings, words that are near
        read(client, q="zzzzzz")
    with django_assert_num_queries(3 + 2 * statements_for_meaning(True)):  # and the count of the proposal
        read(client, q="haelth")
