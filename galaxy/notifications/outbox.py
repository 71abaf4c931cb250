"""The only place that hands a message to the mail server."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from galaxy.notifications.models import Mail

logger = logging.getLogger(__name__)


@transaction.atomic
def deliver(pk: int) -> bool:
    """Send one message. A second run, or a second worker, finds nothing to do."""
    mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at=None).first()
    if mail is None:
        return False
    try:
        _message(mail).send()
    except (OSError, SMTPException) as error:
        mail.tries_count += 1
        mail.next_try_at = timezone.now() + timedelta(seconds=min(30 * 2**mail.tries_count, 3600))
        mail.error = str(error)[:300]
        mail.save(update_fields=["tries_count", "next_try_at", "error"])
        logger.warning("Mail %s did not leave: %s", mail.pk, error)
        return False
    mail.sent_at, mail.body, mail.error = timezone.now(), "", ""
    mail.save(update_fields=["sent_at", "body", "error"])
    return True


def _message(mail: Mail) -> EmailMessage:
    """The same Message-ID at each try, so that a mail server or reader can drop a second copy."""
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        headers={
            "Message-ID": f"<galaxy-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}@{host}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
