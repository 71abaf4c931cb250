import pytest
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.portal.sky import arc, positions, sky
from galaxy.search import segments
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Goal
from tests.factories import make_channel, make_moderator, make_organization, make_solution


@pytest.fixture
def edited_names():
    """Names that a test edits are forgotten with it."""
    yield
    vocabulary.cache_clear()


def test_home_counts_only_what_is_public(client, db):
    organization = make_organization(published=True)
    make_channel(published=True, provider_organization=organization)
    make_solution(published=True, organization=organization, gives=["KEN"], receives=["UGA", "TZA"])
    make_solution(organization=organization)

    numbers = client.get(reverse("portal:home")).context["numbers"]

    assert dict(numbers.kinds) == {"organization": 1, "channel": 1, "solution": 1}
    assert numbers.exchanges == 2
    assert dict(numbers.countries) == {"KEN": 1, "UGA": 1, "TZA": 1}


def test_a_withdrawn_solution_leaves_the_home_page_at_once(client, db):
    solution = make_solution(published=True, title="Solar pumps for small farms")
    assert "Solar pumps" in client.get(reverse("portal:home")).content.decode()

    moderation.withdraw(solution, by=make_moderator(), note="Asked by the owner.")

    page = client.get(reverse("portal:home"))
    assert "Solar pumps" not in page.content.decode()
    assert page.context["numbers"].goals == {}


def test_home_takes_one_statement_for_any_number_of_solutions(client, db, django_assert_num_queries):
    organization = make_organization(published=True)
    for _ in range(6):
        make_solution(published=True, organization=organization, receives=["UGA", "TZA", "RWA"])
    client.get(reverse("portal:home"))

    with django_assert_num_queries(1):
        client.get(reverse("portal:home"))


def test_numbers_hold_for_what_was_packed_and_what_changed_since(client, db):
    organization = make_organization(published=True)
    gone = make_solution(published=True, organization=organization, gives=["KEN"], receives=["UGA"], goals=[3])
    make_solution(published=True, organization=organization, gives=["KEN", "BRA"], receives=["UGA", "TZA"], goals=[3])
    segments.fold()
    make_solution(published=True, organization=organization, gives=["IND"], receives=["UGA"], goals=[4])
    moderation.withdraw(gone, by=make_moderator(), note="Asked by the owner.")

    numbers = client.get(reverse("portal:home")).context["numbers"]

    assert numbers.kinds == {"organization": 1, "solution": 2}
    assert numbers.exchanges == 5
    assert numbers.goals == {"3": 1, "4": 1}
    assert numbers.countries == {"KEN": 1, "BRA": 1, "UGA": 2, "TZA": 1, "IND": 1}


def test_names_on_the_home_page_follow_the_vocabulary(client, db, edited_names):
    make_solution(published=True)
    client.get(reverse("portal:home"))
    Goal.objects.filter(pk=3).update(name_en="Long life")

    vocabulary.cache_clear()

    assert "Long life" in client.get(reverse("portal:home")).content.decode()


def test_an_empty_portal_has_a_home_page_that_invites(client, db):
    page = client.get(reverse("portal:home")).content.decode()

    assert "No solution is public yet." in page
    assert reverse("solutions:create") in page


def test_the_constellation_tells_of_the_solution_that_reaches_most_countries(client, db):
    organization = make_organization(published=True)
    make_solution(published=True, organization=organization, title="Wide", receives=["UGA", "TZA", "RWA"])
    make_solution(published=True, organization=organization, title="Narrow", receives=["UGA"])

    context = client.get(reverse("portal:home")).context

    assert context["told"]["title"] == "Wide"
    assert len(context["sky"].receivers) == 3


def test_the_sky_draws_each_pair_once_and_the_bold_ones_apart(db):
    drawing = sky([(["KEN"], ["UGA"]), (["KEN"], ["UGA"]), (["BRA"], ["MOZ"])], (["BRA"], ["MOZ"]))

    assert drawing.arcs == arc(positions()["KEN"], positions()["UGA"])
    assert drawing.bold_arcs == arc(positions()["BRA"], positions()["MOZ"])
    assert [label.text for label in drawing.labels] == ["Brazil", "Mozambique"]


def test_names_of_the_constellation_cover_neither_each_other_nor_a_point(db):
    receives = ["BDI", "TCD", "COD", "DJI", "GNQ", "ERI", "ETH", "KEN", "MLI", "SOM", "SSD", "SDN", "TZA", "UGA"]

    labels = sky([], (["EGY"], receives)).labels

    assert {(label.text, label.anchor) for label in labels} == {
        ("Egypt", "middle"),
        ("Mali", "end"),
        ("Equatorial Guinea", "end"),
        ("Somalia", "start"),
    }


def test_the_constellation_tells_of_no_more_receivers_than_can_be_told_apart(client, db):
    organization = make_organization(published=True)
    many = list(positions())[:16]
    make_solution(published=True, organization=organization, title="A crowd", receives=many)
    make_solution(published=True, organization=organization, title="A few", receives=["UGA", "TZA"])

    assert client.get(reverse("portal:home")).context["told"]["title"] == "A few"


def test_about_says_that_it_is_no_official_site(client, db):
    page = client.get(reverse("portal:about")).content.decode()

    assert "not an official website of the United Nations" in page


def test_pages_of_readers_set_no_cookie(client, db):
    response = client.get(reverse("portal:home"))

    assert response.cookies == {}
