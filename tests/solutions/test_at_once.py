"""Two requests at the same time, on committed rows."""

import threading
import time
import uuid

from django.db import IntegrityError, connection, transaction
from django.test import Client

from galaxy.moderation import services as moderation
from solutions import services
from solutions.models import Solution
from tests.factories import make_organization, make_solution, make_user
from tests.solutions.typing import edit_url, url


def test_two_requests_at_once_make_one_draft(committed_db):
    author = make_user()
    ministry = make_organization(owner=author)
    key, found, gate = uuid.uuid4(), [], threading.Barrier(2)

    def create() -> None:
        gate.wait()
        try:
            values = {"title": "Nurses", "organization": str(ministry.pk)}
            found.append(services.create_draft(values, by=author, key=key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=create) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found)), Solution.objects.count()) == (2, 1, 1)


def test_a_request_that_waited_for_the_same_draft_is_led_to_it(committed_db):
    author = make_user()
    values = {"title": "Nurses", "organization": str(make_organization(owner=author).pk)}
    key, found = uuid.uuid4(), []

    def create() -> None:
        try:
            found.append(services.create_draft(values, by=author, key=key))
        finally:
            connection.close()

    with transaction.atomic():
        first = services.create_draft(values, by=author, key=key)
        thread = threading.Thread(target=create)
        thread.start()
        wait_for_locks(1)
    thread.join()

    assert found == [first]


def test_of_two_who_close_a_circle_of_adaptations_at_once_the_second_is_refused(committed_db):
    first, second = make_solution(published=True), make_solution(published=True)
    refused = []

    def close() -> None:
        try:
            Solution.objects.filter(pk=second.pk).update(adapted_from=first)
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            connection.close()

    with transaction.atomic():
        Solution.objects.filter(pk=first.pk).update(adapted_from=second)
        thread = threading.Thread(target=close)
        thread.start()
        wait_for_locks(1)
    thread.join()

    assert len(refused) == 1
    assert "cannot go back to itself" in refused[0]
    second.refresh_from_db()
    assert second.adapted_from is None


def test_what_is_sent_while_one_writes_is_not_written_and_a_second_click_finds_the_receipt(committed_db):
    author = make_user()
    ministry = make_organization(published=True, owner=author)
    solution = make_solution(organization=ministry, author=author)
    held, answers = threading.Event(), {}

    def post(name: str, address: str, data: dict[str, str]) -> None:
        client = Client()
        client.force_login(author)
        held.wait()
        try:
            answers[name] = client.post(address, data).url
        finally:
            connection.close()

    threads = [
        threading.Thread(target=post, args=("write", edit_url(solution, "story"), {"summary": "Late"})),
        threading.Thread(target=post, args=("send", url("check", solution), {})),
    ]
    for thread in threads:
        thread.start()
    with transaction.atomic():
        moderation.submit(solution, by=author)
        held.set()
        wait_for_locks(2)
    for thread in threads:
        thread.join()

    assert answers == {"write": url("status", solution), "send": url("receipt", solution)}
    assert Solution.objects.get().summary != "Late"


def wait_for_locks(count: int) -> None:
    """Until so many other connections wait for a row."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= count:
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
