"""What happens to organizations by the clock."""

from celery import shared_task
from django.utils import timezone

from partners import succession
from partners.models import Succession


@shared_task
def look_for_successors() -> int:
    """Ask where a focal point has fallen silent, and go on where somebody was asked; how many were looked at."""
    now = timezone.now()
    under_way = list(Succession.objects.open().order_by("pk"))
    for each in under_way:
        succession.go_on(each, now=now)
    silent = list(succession.silent_owners(now))
    for owner in silent:
        reason = Succession.Reason.BOUNCED if owner.is_bounced else Succession.Reason.SILENT
        succession.begin(owner, reason=reason, now=now)
    return len(under_way) + len(silent)
