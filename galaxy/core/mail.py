"""The outbox for installations without a mail server: one file a message."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Write each message to EMAIL_FILE_PATH, named by its Message-ID: sent again, it is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = re.sub(r"[^A-Za-z0-9.-]", "", content["Message-ID"].partition("@")[0])
            part = folder / f".{name}.part"
            part.write_bytes(content.as_bytes())
            part.replace(folder / f"{name}.eml")
        return len(email_messages)
