"""How the review stands: what waits and for how long, how quick the answers are, and what is due to be verified."""

import datetime
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Case, Count, Min, Q, Value, When
from django.db.models import CharField as Text
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from galaxy.freshness.clock import verified_models
from galaxy.moderation.models import Decision, Moderated, Status, Step, moderated_models
from galaxy.moderation.waiting import usual_wait

# Days since it was handed in, up to which a row of the backlog goes.
AGES: tuple[tuple[int | None, str | Promise], ...] = (
    (7, _("up to a week")),
    (14, _("up to two weeks")),
    (28, _("up to four weeks")),
    (None, _("longer")),
)
LATELY = datetime.timedelta(days=30)
FIRST = 10
TARGET = 5  # working days to a first answer


@dataclass(frozen=True)
class Kind:
    """One kind of records. `wait`: median working days to an answer, None after too few."""

    name: str
    label: str
    ages: list[int]
    oldest: int | None
    wait: int | None

    @property
    def waiting(self) -> int:
        return sum(self.ages)

    @property
    def is_late(self) -> bool:
        return self.wait is not None and self.wait > TARGET


def kinds() -> list[Kind]:
    """Three queries for each kind of records."""
    now = timezone.now()
    return [_kind(name, model, now) for name, model in moderated_models().items()]


def decided_lately() -> list[tuple[str, int]]:
    """The steps of moderators in the last 30 days, as the log has them; one query."""
    asked = Decision.objects.filter(created_at__gte=timezone.now() - LATELY, from_status__in=_REVIEWED)
    counted = dict(asked.values_list("step").annotate(count=Count("pk")).order_by())
    return [(str(step.label), counted[step]) for step in Step if step in counted]


def to_verify() -> list[Any]:
    """The records that are due for longest, of all kinds; their number is in the figures of the clock."""
    today = timezone.localdate()
    due = [item for model in verified_models().values() for item in model.objects.to_confirm(today)[:FIRST]]
    return sorted(due, key=attrgetter("verify_due_on"))[:FIRST]


_REVIEWED = (Status.IN_REVIEW, Status.APPROVED)


def _kind(name: str, model: type[Moderated], now: datetime.datetime) -> Kind:
    waiting = model.objects.waiting().order_by()
    oldest = waiting.aggregate(oldest=Min("submitted_at"))["oldest"]
    return Kind(
        name=name,
        label=str(model._meta.verbose_name_plural),
        ages=_ages(waiting, now),
        oldest=(now - oldest).days if oldest else None,
        wait=usual_wait(model),
    )


def _ages(waiting: Any, now: datetime.datetime) -> list[int]:
    """How many of each of AGES."""
    limits = [number for number, (days, _label) in enumerate(AGES) if days is not None]
    young = [
        When(Q(submitted_at__gt=now - datetime.timedelta(days=AGES[number][0] or 0)), then=Value(str(number)))
        for number in limits
    ]
    grouped = waiting.annotate(age=Case(*young, default=Value(str(len(limits))), output_field=Text()))
    counted = dict(grouped.values_list("age").annotate(count=Count("pk")))
    return [counted.get(str(number), 0) for number in range(len(AGES))]
