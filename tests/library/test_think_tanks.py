"""The page of think tanks, and their calls for research."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from galaxy.library import services
from galaxy.library.models import ResearchCall
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from partners.models import MembershipRole
from tests.factories import make_membership, make_moderator, make_organization, make_publication, make_user

pytestmark = pytest.mark.django_db

PAGE = "/en/think-tanks/"


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def tank(owner):
    return make_organization(published=True, owner=owner, name="Institute of Rain", type="think_tank")


def values(**fields):
    given = {
        "title": "Who pays for rain?",
        "url": "https://rain.example.org/call/",
        "closes_on": timezone.localdate() + timedelta(days=9),
    }
    return {**given, **fields}


def address(name, tank, *more):
    return reverse(f"library:{name}", args=[tank.public_id.lower(), *more])


def shown(client):
    return [call.title for call in client.get(PAGE).context["calls"]]


def test_the_page_gathers_think_tanks_and_what_they_publish(client, tank):
    network = make_organization(published=True, name="Network of Rivers", type="think_tank_network")
    make_publication(published=True, organization=network, title="Rivers that are shared")
    make_publication(published=True, title="Of a ministry")

    page = client.get(PAGE)

    titles = sorted(entry["title"] for entry in page.context["results"].entries)
    assert titles == ["Institute of Rain", "Network of Rivers", "Rivers that are shared"]
    assert {"kind", "region", "country", "language"} <= {facet["name"] for facet in page.context["results"].facets}


def test_a_call_is_shown_at_once_with_its_last_day_and_link(client, tank, owner):
    client.force_login(owner)

    sent = client.post(address("calls", tank), values())
    page = client.get(PAGE).content.decode()

    assert sent.url == address("calls", tank)
    assert 'href="https://rain.example.org/call/" rel="ugc nofollow noopener"' in page
    assert "Who pays for rain?" in page
    assert tank.get_absolute_url() in page


def test_a_call_leaves_the_list_by_itself_after_its_last_day(client, tank, owner):
    day = timezone.now() + timedelta(days=9)
    services.announce(tank, values(closes_on=day.date()), by=owner)

    with time_machine.travel(day, tick=False):
        on_the_day = shown(client)
    with time_machine.travel(day + timedelta(days=1), tick=False):
        the_day_after = shown(client)

    assert (on_the_day, the_day_after) == (["Who pays for rain?"], [])


def test_the_nearest_last_day_stands_first(client, tank, owner):
    day = timezone.localdate()
    services.announce(tank, values(title="Later", closes_on=day + timedelta(days=9)), by=owner)
    services.announce(tank, values(title="Sooner", closes_on=day + timedelta(days=2)), by=owner)

    assert shown(client) == ["Sooner", "Later"]


def test_calls_of_who_is_not_public_any_more_are_not_shown(client, tank, owner):
    services.announce(tank, values(), by=owner)
    assert shown(client) == ["Who pays for rain?"]

    moderation.withdraw(tank, by=make_moderator(), note="Closed.")

    assert shown(client) == []


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "Write the title."),
        ("url", "ftp://rain.example.org/", "Write an address that begins with https:// or http://."),
        ("closes_on", "", "Write the last day on which people can answer."),
        ("closes_on", "2020-01-01", "This day has passed. Write today or a later day."),
    ],
)
def test_what_is_wrong_with_a_call_is_told(client, tank, owner, field, typed, told):
    client.force_login(owner)

    page = client.post(address("calls", tank), values(**{field: typed}))

    assert page.context["form"].errors == {field: [told]}
    assert not ResearchCall.objects.exists()


def test_a_call_is_changed_and_taken_down(client, tank, owner):
    call = services.announce(tank, values(), by=owner)
    client.force_login(owner)

    client.post(address("change_call", tank, call.pk), values(title="Who owns rain?"))
    renamed = shown(client)
    asked = client.get(address("take_down_call", tank, call.pk)).content.decode()
    client.post(address("take_down_call", tank, call.pk))

    assert renamed == ["Who owns rain?"]
    assert "Take down “Who owns rain?”?" in asked
    assert shown(client) == []


@pytest.mark.parametrize("role", [MembershipRole.CONTRIBUTOR, MembershipRole.VIEWER, None])
def test_only_focal_point_and_editors_announce(tank, role):
    person = make_user()
    if role:
        make_membership(tank, person, role)

    with pytest.raises(StepRefused, match="Only the focal point and the editors"):
        services.announce(tank, values(), by=person)


def test_a_ministry_announces_no_calls(owner):
    ministry = make_organization(published=True, owner=owner)

    with pytest.raises(StepRefused, match="Only public think tanks"):
        services.announce(ministry, values(), by=owner)


def test_there_is_an_end_to_calls(client, tank, owner, monkeypatch):
    monkeypatch.setattr(services, "MOST_OPEN_CALLS", 1)
    services.announce(tank, values(), by=owner)
    client.force_login(owner)

    page = client.post(address("calls", tank), values(title="Another"))

    assert "You have 1 open calls already" in page.context["form"].non_field_errors()[0]
    assert page.context["form"]["title"].value() == "Another"


def test_a_moderator_takes_down_what_should_not_be_there(client, tank, owner):
    call = services.announce(tank, values(), by=owner)

    with pytest.raises(StepRefused):
        services.take_down(call, by=make_user())
    services.take_down(call, by=make_moderator())

    assert shown(client) == []


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_takes_the_same_queries_for_any_length(client, tank, owner, django_assert_num_queries, count):
    for _number in range(count):
        services.announce(tank, values(), by=owner)
        make_publication(published=True, organization=tank)
    client.get(PAGE)

    with django_assert_num_queries(3):  # those of a list, and the calls
        client.get(PAGE)


def test_the_way_to_calls_stands_on_the_page_of_who_takes_care(client, tank, owner):
    client.force_login(owner)

    page = client.get(tank.get_status_url()).content.decode()

    assert address("calls", tank) in page
