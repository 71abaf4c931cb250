"""A practice is published and found, with the real worker, also when worker and broker die in between."""

import urllib.request
from collections import Counter
from urllib.parse import quote

import pytest

from galaxy.moderation import services as moderation
from galaxy.notifications.tasks import send_waiting
from galaxy.search.models import Document, IndexRequest
from solutions.models import Solution
from tests.factories import make_moderator, make_organization, make_solution, rate
from tests.live_portal import LivePortal

pytestmark = pytest.mark.usefixtures("committed_db")


def read(portal: LivePortal, words: str) -> str:
    with urllib.request.urlopen(f"{portal.url}/en/search/?q={quote(words)}", timeout=10) as answer:
        return answer.read().decode()


def submitted(title: str) -> Solution:
    """Waiting for a decision; its organization is public already."""
    solution = make_solution(title=title, organization=make_organization(published=True))
    return moderation.submit(solution, by=solution.author)


def publish(solution: Solution) -> None:
    moderator = make_moderator()
    moderation.claim(solution, by=moderator)
    rate(solution, by=moderator)
    moderation.publish(solution, by=moderator)


def recipients(portal: LivePortal) -> Counter[tuple[str, str]]:
    """Who was sent what, by subject."""
    heads = [dict(line.split(": ", 1) for line in mail.splitlines() if ": " in line) for mail in portal.mails()]
    return Counter((head["To"], head["Subject"]) for head in heads)


def test_what_is_published_is_found_within_two_seconds(portal):
    solution = submitted("Wandering libraries on camels")
    before = read(portal, "camels")

    publish(solution)
    portal.wait_until(lambda: "Wandering libraries on <mark>camels</mark>" in read(portal, "camels"), timeout=2.0)

    assert "Wandering libraries" not in before


def test_what_is_withdrawn_is_gone_from_the_next_page(portal):
    solution = submitted("Wandering libraries on camels")
    publish(solution)
    portal.wait_until(lambda: "Wandering libraries" in read(portal, "camels"))

    moderation.withdraw(solution, by=solution.author, note="Wrong.")

    assert "Wandering libraries" not in read(portal, "camels")


def test_a_death_of_worker_and_broker_loses_nothing_and_sends_nothing_twice(portal):
    solution = submitted("Wandering libraries on camels")
    portal.wait_until(lambda: not IndexRequest.objects.exists())
    portal.settle()
    portal.empty_outbox()

    portal.kill_worker()
    portal.kill_broker()
    publish(solution)
    asked = IndexRequest.objects.count()
    portal.start_broker()
    portal.start_worker()
    portal.wait_until(lambda: Document.objects.filter(kind="solution").exists(), timeout=30)
    portal.wait_until(lambda: recipients(portal), timeout=60)
    send_waiting()  # a sweep more

    assert asked == 1
    assert not IndexRequest.objects.exists()
    assert "Wandering libraries" in read(portal, "camels")
    assert set(recipients(portal).values()) == {1}


def test_a_worker_killed_at_its_work_leaves_it_to_the_next(portal):
    solutions = [submitted(f"Wandering libraries number {number}") for number in range(10)]
    portal.settle()
    portal.empty_outbox()

    for number, solution in enumerate(solutions):
        publish(solution)
        if number == 4:
            portal.kill_worker()
    portal.start_worker()
    portal.wait_until(lambda: Document.objects.filter(kind="solution").count() == 10, timeout=30)
    portal.wait_until(lambda: len(portal.mails()) >= 10, timeout=60)
    send_waiting()  # a sweep more

    assert not IndexRequest.objects.exists()
    assert set(recipients(portal).values()) == {1}
