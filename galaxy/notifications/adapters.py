"""Mail of accounts through the outbox: a mail server that is away never breaks a page."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.adapters import AccountAdapter
from galaxy.notifications.services import send_mail


class OutboxAccountAdapter(AccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person; in that of the page for an address that nobody here has."""
        user = context.get("user")
        language = user.language if user else translation.get_language() or settings.LANGUAGE_CODE
        details = {
            **context,
            "email": email,
            "site_name": settings.SITE_NAME,
            "site_contact": settings.SITE_CONTACT,
            "address": settings.BASE_URL.rstrip("/"),
        }
        with translation.override(language):
            subject = render_to_string(f"{template_prefix}_subject.txt", details)
            body = render_to_string(f"{template_prefix}_message.txt", details)
        send_mail(email, subject, body.strip(), language=language)
