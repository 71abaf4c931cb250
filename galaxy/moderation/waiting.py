"""How long a first answer takes."""

import datetime
import statistics

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from galaxy.moderation.models import Decision, Moderated, Status, Step

DAYS = 180
FEW, ENOUGH = 3, 200


def usual_wait(model: type[Moderated]) -> int | None:
    """Median of the working days from handing in to an answer in the last half year; None after too few answers."""
    decisions = Decision.objects.filter(content_type=ContentType.objects.get_for_model(model))
    handed_in = decisions.filter(object_id=OuterRef("object_id"), step=Step.SUBMIT, pk__lt=OuterRef("pk")).order_by(
        "-pk"
    )
    answers = (
        decisions.filter(from_status=Status.IN_REVIEW, created_at__gte=timezone.now() - datetime.timedelta(days=DAYS))
        .exclude(step__in=(Step.RELEASE, Step.WITHDRAW))
        .annotate(handed_in_at=Subquery(handed_in.values("created_at")[:1]))
        .order_by("-pk")
        .values_list("handed_in_at", "created_at")
    )
    waits = [working_days(start.date(), end.date()) for start, end in answers[:ENOUGH]]
    return round(statistics.median(waits)) if len(waits) >= FEW else None


def working_days(start: datetime.date, end: datetime.date) -> int:
    """Mondays to Fridays after the first day, up to and with the last."""
    days = (start + datetime.timedelta(days=number + 1) for number in range((end - start).days))
    return sum(1 for day in days if day.weekday() < 5)


def working_day_after(start: datetime.date, days: int) -> datetime.date:
    """The day on which so many working days after this one are over."""
    end = start
    while working_days(start, end) < days:
        end += datetime.timedelta(days=1)
    return end
