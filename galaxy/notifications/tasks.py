"""Mail in the background."""

from celery import shared_task

from galaxy.notifications.models import Mail
from galaxy.notifications.outbox import deliver


@shared_task
def send_mail(pk: int) -> bool:
    return deliver(pk)


@shared_task
def send_waiting() -> int:
    """Send what a lost message, or a mail server that was away, left behind."""
    return sum(deliver(pk) for pk in Mail.objects.due().values_list("pk", flat=True)[:200])
