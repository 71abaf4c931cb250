"""The inbox of a person, and the outbox of an installation without a mail server."""

import email.policy
import ipaddress
import re
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from galaxy.core.http import client_address
from galaxy.notifications.models import Notification
from galaxy.notifications.services import mark_read

PAGE_SIZE = 20
OUTBOX_SHOWS = 100
FILE_NAME = re.compile(r"[A-Za-z0-9-][A-Za-z0-9.-]*\.eml")


@require_safe
@login_required
def inbox(request):
    """Unread ones first, then the newest: two queries."""
    page = Paginator(request.user.notifications.for_inbox(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"page": page})


@require_POST
@login_required
def read(request, pk):
    """Mark one as read and go where it leads; another person's is missing."""
    notification = get_object_or_404(Notification, pk=pk, user=request.user)
    mark_read(request.user, pk)
    leads_inside = url_has_allowed_host_and_scheme(notification.url, allowed_hosts=None)
    return redirect(notification.url if leads_inside else "notifications:inbox")


@require_POST
@login_required
def read_all(request):
    mark_read(request.user)
    return redirect("notifications:inbox")


@require_safe
def outbox(request):
    """The messages that would have been mailed, newest first."""
    _only_at_home(request)
    files = sorted(_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return render(request, "notifications/outbox.html", {"mails": [_summary(path) for path in files[:OUTBOX_SHOWS]]})


@require_safe
def outbox_message(request, name):
    """One message as text. Only files of the outbox are read, whatever the name says."""
    _only_at_home(request)
    path = _folder() / name
    if not FILE_NAME.fullmatch(name) or not path.is_file() or path.is_symlink():
        raise Http404
    mail = _summary(path)
    return render(request, "notifications/outbox_message.html", {"mail": mail})


def _only_at_home(request: HttpRequest) -> None:
    """The page shows everybody's messages: it is there in the demonstration alone, on the machine that runs it."""
    if not (settings.EMBEDDED and ipaddress.ip_address(client_address(request)).is_loopback):
        raise Http404


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _summary(path: Path) -> dict[str, Any]:
    message = message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return {
        "name": path.name,
        "subject": message["Subject"],
        "to": message["To"],
        "language": message["Content-Language"],
        "written_at": datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone()),
        "text": _text(message),
    }


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return part.get_content() if part else ""
