"""A mail server for tests."""

import threading

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Server(BaseEmailBackend):
    """A mail server that can be away, in the ways that servers are."""

    fault: Exception | None = None
    taken: list[EmailMessage] = []
    tries: list[str] = []
    busy: threading.Event | None = None
    waiting: threading.Event | None = None

    def send_messages(self, messages: list[EmailMessage]) -> int:
        if Server.busy and Server.waiting:
            Server.waiting.set()
            Server.busy.wait(5)
        Server.tries.extend(message.message()["Message-ID"] for message in messages)
        if Server.fault:
            raise Server.fault
        Server.taken.extend(messages)
        return len(messages)
