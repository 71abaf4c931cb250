"""What two processes do at the same moment: only rows that were committed can show it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.accounts.signing import sign_in
from tests.factories import PASSWORD


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    results: list[Any] = []
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        results.append(work(number))
        connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_sign_ups_for_one_address_in_different_case_make_one_account(committed_db, time_machine):
    stamp = Client().get(reverse("account_signup")).context["form"].initial["stamp"]
    time_machine.move_to(timezone.now() + timedelta(seconds=10))
    addresses = ["Amina@example.org", "amina@EXAMPLE.org"]

    def sign_up(number: int) -> int:
        data = {"name": "Amina", "email": addresses[number], "password1": PASSWORD, "stamp": stamp}
        return Client().post(reverse("account_signup"), data).status_code

    statuses = at_once(2, sign_up)

    assert [user.email for user in User.objects.all()] == ["amina@example.org"]
    assert set(statuses) <= {302, 429}
    assert 302 in statuses


def test_limits_hold_across_processes(committed_db):
    answers = at_once(8, lambda number: sign_in(Client(), "amina@example.org", "wrong"))

    tried = [answer for answer in answers if answer.status_code == 200 and "Too many attempts" not in answer.text]
    assert len(tried) <= 5
