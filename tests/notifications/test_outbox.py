"""The promise of mail: it leaves once, whatever is away for a while."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from galaxy.core import outbox as hints
from galaxy.notifications import tasks
from galaxy.notifications.models import Mail
from galaxy.notifications.outbox import deliver
from galaxy.notifications.services import send_mail, try_again, without_code

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fault", [ConnectionRefusedError("refused"), TimeoutError("slow"), smtplib.SMTPServerDisconnected("gone")]
)
def test_while_the_server_is_away_the_page_works_and_the_mail_leaves_once_afterwards(client, server, fault):
    server.fault = fault
    page = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    for _minute in range(60):
        tasks.send_waiting()
        pass_time(minutes=1)

    server.fault = None
    pass_time(minutes=60)
    sent = [tasks.send_waiting(), tasks.send_waiting()]

    mail = Mail.objects.get()
    assert page.status_code == 302
    assert sent == [1, 0]
    assert [message.to for message in server.taken] == [["nobody@example.org"]]
    assert 4 < len(server.tries) < 10
    assert len(set(server.tries)) == 1
    assert (mail.body, mail.error, mail.sent_at is None) == ("", "", False)


def pass_time(*, minutes: int) -> None:
    Mail.objects.update(next_try_at=F("next_try_at") - timedelta(minutes=minutes))


def test_each_try_waits_longer_up_to_an_hour(server, time_machine):
    time_machine.move_to("2026-11-02 09:00:00+00:00", tick=False)
    server.fault = OSError("no route")
    mail = send_mail("a@example.org", "Subject", "Text")

    waits = []
    for _ in range(10):
        deliver(mail.pk)
        mail.refresh_from_db()
        waits.append((mail.next_try_at - timezone.now()).total_seconds())

    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]
    assert (mail.tries_count, mail.error) == (10, "no route")


def test_a_mail_sent_is_not_sent_again(server):
    mail = send_mail("a@example.org", "Subject", "Text")

    assert [deliver(mail.pk), deliver(mail.pk), tasks.send_mail(mail.pk)] == [True, False, False]
    assert len(server.taken) == 1


def test_the_text_is_dropped_when_the_mail_has_gone(server):
    mail = send_mail("a@example.org", "Subject", "A secret code")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert mail.body == ""
    assert server.taken[0].body == "A secret code"


def test_line_breaks_add_no_header(server):
    mail = send_mail("a@example.org", "Hello\r\nBcc: all@example.org\nX: y", "Text")

    deliver(mail.pk)

    message = server.taken[0].message()
    assert message["Subject"] == "Hello Bcc: all@example.org X: y"
    assert message["Bcc"] is None
    assert message["X"] is None


def test_a_mail_says_its_language_and_that_no_person_wrote_it(server):
    mail = send_mail("a@example.org", "Objet", "Texte", language="fr", url="/fr/solutions/")

    deliver(mail.pk)

    message = server.taken[0].message()
    assert (message["Content-Language"], message["Auto-Submitted"]) == ("fr", "auto-generated")
    assert server.taken[0].body.endswith("http://localhost:8000/fr/solutions/")


def test_a_mail_that_waits_can_be_tried_at_once(server, django_capture_on_commit_callbacks, monkeypatch):
    mail, sent = send_mail("a@example.org", "S", "T"), send_mail("b@example.org", "S", "T")
    deliver(sent.pk)
    Mail.objects.filter(pk=mail.pk).update(next_try_at=timezone.now() + timedelta(hours=1))
    hinted = []
    monkeypatch.setattr(tasks.send_mail, "delay", hinted.append)

    with django_capture_on_commit_callbacks(execute=True):
        count = try_again(Mail.objects.all())

    assert (count, hinted) == (1, [mail.pk])
    assert list(Mail.objects.due()) == [mail]


def test_a_broker_that_is_away_costs_nothing(django_capture_on_commit_callbacks, monkeypatch, caplog):
    def away(*args):
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.send_mail, "delay", away)

    with django_capture_on_commit_callbacks(execute=True):
        mail = send_mail("a@example.org", "S", "T")

    assert list(Mail.objects.due()) == [mail]
    assert "the sweep will do it" in caplog.text
    assert hints.logger.name in {record.name for record in caplog.records}


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("ABCD-1234 is your code", "•••• is your code"),
        ("7HKPQ2 is your code", "•••• is your code"),
        ("Your password was changed", "Your password was changed"),
    ],
)
def test_codes_in_subjects_are_covered(subject, shown):
    assert without_code(subject) == shown


def test_without_a_server_each_message_is_one_file_whatever_often_it_is_sent(settings, tmp_path: Path):
    settings.EMAIL_BACKEND = "galaxy.core.mail.OutboxBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail = send_mail("a@example.org", "Grüße aus Nairobi", "Text")

    deliver(mail.pk)
    Mail.objects.filter(pk=mail.pk).update(sent_at=None, body="Text")
    deliver(mail.pk)

    files = list(settings.EMAIL_FILE_PATH.iterdir())
    assert len(files) == 1
    assert message_from_bytes(files[0].read_bytes(), policy=policy.default)["Subject"] == "Grüße aus Nairobi"
    assert settings.EMAIL_FILE_PATH.stat().st_mode & 0o077 == 0
    assert django_mail.get_connection().send_messages([]) == 0
