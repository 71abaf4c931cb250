"""What only rows that were committed can show."""

import threading

import pytest
from django.db import connection, transaction

from galaxy.notifications.models import Mail
from galaxy.notifications.outbox import deliver
from galaxy.notifications.services import send_mail


def test_two_workers_at_once_send_one_message(server, committed_db):
    mail = send_mail("a@example.org", "Subject", "Text")
    server.busy, server.waiting = threading.Event(), threading.Event()
    results = []

    def work() -> None:
        results.append(deliver(mail.pk))
        connection.close()

    first = threading.Thread(target=work)
    first.start()
    server.waiting.wait(5)
    second = deliver(mail.pk)
    server.busy.set()
    first.join()

    assert (results, second) == ([True], False)
    assert len(server.taken) == 1


def test_a_mail_of_a_transaction_that_fails_never_was(server, committed_db):
    with pytest.raises(ZeroDivisionError):
        fail_after_mail()

    assert not Mail.objects.exists()


def fail_after_mail() -> None:
    with transaction.atomic():
        send_mail("a@example.org", "S", "T")
        raise ZeroDivisionError
