import itertools
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from galaxy.freshness import links, tasks
from galaxy.freshness.models import Host, Link, LinkState
from galaxy.moderation import services as moderation
from galaxy.notifications.models import Mail, Notification
from solutions.models import Resource
from tests.factories import make_channel, make_file, make_moderator, make_organization, make_solution, make_user
from tests.freshness.conftest import check, link_to

pytestmark = pytest.mark.django_db


def urls():
    return set(Link.objects.values_list("url", flat=True))


def with_resource(solution, url):
    Resource.objects.create(solution=solution, label="Report", url=url)
    return solution


def test_every_address_of_public_and_waiting_records_has_a_row_and_no_other():
    organization = make_organization(published=True, website="https://ministry.example/")
    solution = make_solution(organization=organization, practice_url="https://practice.example/")
    moderation.submit(with_resource(solution, "https://report.example/"), by=solution.author)
    make_channel(published=True, provider_organization=organization, url="https://fund.example/")
    make_solution(organization=organization, practice_url="https://draft.example/")
    link_to("https://forgotten.example/")

    count = links.collect()

    assert urls() == {f"https://{name}.example/" for name in ("ministry", "practice", "report", "fund")}
    assert count == 4
    assert set(Host.objects.filter(links__isnull=False).values_list("name", flat=True)) == {
        f"{name}.example" for name in ("ministry", "practice", "report", "fund")
    }


def test_the_head_is_asked_for_and_the_page_where_a_server_does_not_know_that(server):
    good, page_only, drops, gone = (server.url(path) for path in ("/ok", "/no-head", "/drops-head", "/status?code=404"))
    for url in (good, page_only, drops, gone):
        link_to(url)

    found = check(good, page_only, drops, gone)

    assert [link.state for link in found] == [LinkState.ANSWERS] * 3 + [LinkState.FAILS]
    assert server.lines == [
        "HEAD /ok",
        "HEAD /no-head",
        "GET /no-head",
        "HEAD /drops-head",
        "GET /drops-head",
        "HEAD /status?code=404",
        "GET /status?code=404",
    ]
    assert {"Cookie", "Referer", "Authorization"} & {name for asked in server.asked for name in asked.headers} == set()


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, "answers"),
        (403, "answers"),
        (429, "answers"),
        (404, "fails"),
        (410, "fails"),
        (500, "fails"),
        (503, "fails"),
    ],
)
def test_who_is_told_to_come_later_or_sign_in_has_been_answered(server, status, state):
    url = server.url(f"/status?code={status}")
    link_to(url)

    assert check(url)[0].state == state


def test_one_server_is_asked_once_a_second_by_whoever_asks(server):
    for number in range(3):
        link_to(server.url(f"/{number}"))
    link_to(server.url("/to?url=/ok"))

    assert links.check_due(seconds=30, threads=1) == 4
    times = [asked.at for asked in server.asked]
    assert len(times) == 5
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.95


def test_a_worker_that_died_leaves_its_address_to_the_next_one(server, time_machine):
    link = link_to(server.url())
    claimed = links.claim()

    assert (claimed, links.claim()) == (link, None)
    time_machine.move_to(timezone.now() + links.LEASE)
    assert links.claim() == link


def test_an_address_of_the_own_network_is_never_asked_nor_called_dead(server, settings):
    settings.OUTGOING_NETWORKS = []
    url = server.url()
    link_to(url)

    (link,) = check(url)

    assert server.asked == []
    assert (link.state, link.problem, link.words) == ("unknown", "address", "The portal may not ask this address")


def test_what_was_checked_is_left_alone_for_a_week(server, time_machine):
    url = server.url()
    link_to(url)
    links.check_due(seconds=5, threads=1)

    assert links.check_due(seconds=5, threads=1) == 0
    time_machine.move_to(timezone.now() + timedelta(days=7, seconds=1))
    assert links.check_due(seconds=5, threads=1) == 1


def test_where_nothing_answers_the_fault_is_ours_and_nothing_is_counted(server, settings):
    nowhere = link_to("http://127.0.0.9:1/")

    links.check_due(seconds=5, threads=1)

    nowhere.refresh_from_db()
    assert (nowhere.state, nowhere.checked_at) == ("unknown", None)
    assert nowhere.next_check_at > timezone.now() + timedelta(minutes=50)
    check(link_to(server.url()).url)
    assert check(nowhere.url)[0].state == "fails"


def dead_after_three_checks(url):
    for _week in range(3):
        (link,) = check(url)
    return link


def test_three_failures_in_a_row_tell_the_owner_once_and_an_answer_clears_it(server):
    owner, url = make_user(), server.url("/page")
    organization = make_organization(published=True, owner=owner)
    make_solution(published=True, organization=organization, author=owner, practice_url=url, title="Wells")
    make_solution(published=True, organization=organization, author=owner, practice_url=url, title="Boats")
    make_solution(organization=organization, author=owner, practice_url=url, title="A draft")
    link_to(url)
    server.broken.add("/page")
    Notification.objects.all().delete()
    Mail.objects.all().delete()

    check(url)
    check(url)
    assert not Notification.objects.exists()
    (link,) = check(url)
    assert (link.state, link.failures_count) == ("dead", 3)
    check(url)

    line, message = Notification.objects.get(user=owner), Mail.objects.get(to=owner.email)
    assert line.subject == "An address at 127.0.0.1 does not answer any more"
    assert all(words in message.body for words in (url, "the server says 404", "Wells", "Boats", "2 records of yours"))
    assert "A draft" not in message.body
    server.broken.clear()
    (link,) = check(url)
    assert (link.state, link.first_failed_at, link.words.startswith("answered on")) == ("answers", None, True)


def test_a_failure_in_between_begins_to_count_anew(server):
    url = server.url("/page")
    link_to(url)
    server.broken.add("/page")
    check(url)
    check(url)
    server.broken.clear()
    check(url)
    server.broken.add("/page")

    (link,) = check(url)

    assert (link.state, link.failures_count) == ("fails", 1)


def test_what_is_handed_in_is_checked_at_once_even_where_it_was_checked_before(server, time_machine):
    url = server.url("/page")
    link_to(url)
    check(url)
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    solution = make_solution(practice_url=url)

    assert links.collect_waiting() == 0
    moderation.submit(solution, by=solution.author)
    assert links.collect_waiting() == 1
    assert links.check_due(seconds=5, threads=1) == 1
    assert links.collect_waiting() == 0


def test_the_task_does_nothing_where_it_is_switched_off_or_another_worker_checks(server, settings):
    link_to(server.url())
    settings.LINK_CHECK = False

    assert (tasks.check_links(), tasks.collect_links(), server.asked) == (0, 0, [])


def test_links_of_an_item_are_told_with_the_field_that_names_them(server):
    solution = with_resource(make_solution(practice_url=server.url("/a")), server.url("/b"))
    link_to(server.url("/a"))
    check(server.url("/a"))

    found = links.links_of(solution)

    assert [(field, link.url, link.state) for field, link in found] == [
        ("practice_url", server.url("/a"), "answers"),
        ("resources", server.url("/b"), "unknown"),
    ]


def test_moderators_of_other_things_are_not_told(server):
    moderator = make_moderator()
    link_to(server.url("/status?code=404"))

    dead_after_three_checks(server.url("/status?code=404"))

    assert not Notification.objects.filter(user=moderator).exists()
    assert outbox.outbox == []


def test_a_file_beside_a_link_does_not_hide_the_link():
    solution = with_resource(make_solution(practice_url=""), "https://report.example/")
    make_file(solution)
    moderation.submit(solution, by=solution.author)

    assert links.collect_waiting() == 1
    assert "https://report.example/" in urls()
