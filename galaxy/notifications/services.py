"""Telling people: an inbox row now, a mail after commit."""

import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from galaxy.core.outbox import hint
from galaxy.notifications import tasks
from galaxy.notifications.kinds import get_kind
from galaxy.notifications.models import Mail, MailQuerySet, Notification

CODE = re.compile(r"^[A-Z0-9]{4,}(-[A-Z0-9]+)*(?= )")


@transaction.atomic
def notify(kind_name: str, *, item: Any, actor: User | None = None, **context: Any) -> list[Notification]:
    """Tell whom the kind names, each once and in their language; never the one who did it, nor who may not sign in."""
    kind = get_kind(kind_name)
    people = {user.pk: user for user in kind.recipients(item, **context) if user.is_active and user != actor}
    notifications = []
    for user in people.values():
        with translation.override(user.language):
            url = kind.url(item, **context)
            subject, body = render_message(
                kind.template, {**context, "item": item, "actor": actor, "user": user, "url": url}
            )
        notifications.append(
            Notification.objects.create(user=user, kind=kind_name, subject=subject, body=body, url=url)
        )
        if kind.by_mail:
            send_mail(user.email, subject, body, language=user.language, url=url)
    return notifications


def render_message(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject (first line) and body of a text template; nothing is escaped, for this is plain text."""
    text = render_to_string(template, {**context, "site_name": settings.SITE_NAME})
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:300], body.strip()


@transaction.atomic
def send_mail(to: str, subject: str, body: str, *, language: str = "en", url: str = "") -> Mail:
    """Put a message into the outbox; it leaves after commit, once, and is tried again while the server is away."""
    if url:
        body = f"{body}\n\n{settings.BASE_URL.rstrip('/')}{url}"
    mail = Mail.objects.create(to=to, subject=" ".join(subject.split())[:300], body=body, language=language)
    hint(tasks.send_mail, mail.pk)
    return mail


def mark_read(user: User, pk: int | None = None) -> int:
    """Mark one notification of this person as read, or all of them; how many were unread."""
    unread = user.notifications.unread()
    return (unread if pk is None else unread.filter(pk=pk)).update(read_at=timezone.now())


@transaction.atomic
def try_again(mails: MailQuerySet) -> int:
    """Send those that wait at once, whenever their next try would be; how many."""
    waiting = mails.filter(sent_at=None)
    pks = list(waiting.values_list("pk", flat=True))
    waiting.update(next_try_at=timezone.now())
    for pk in pks:
        hint(tasks.send_mail, pk)
    return len(pks)


def without_code(subject: str) -> str:
    """The subject as others may see it: a one-time code at its beginning is covered."""
    return CODE.sub("••••", subject)
