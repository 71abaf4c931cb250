"""A report of a problem with a public record. Who reports needs no account; an address is kept until the answer."""

import datetime
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.models import Timestamped

KEPT_HELD = datetime.timedelta(days=30)


class Reason(models.TextChoices):
    OUTDATED = "outdated", _("It is out of date")
    WRONG = "wrong", _("Something in it is wrong")
    RIGHTS = "rights", _("It uses a text or picture without the right to")
    BROKEN_LINK = "broken_link", _("A link does not work")
    PERSONAL_DATA = "personal_data", _("It shows personal data")
    OTHER = "other", _("Something else")


# What the people of the record can put right themselves, and are told at once.
OF_CONTENT = frozenset({Reason.OUTDATED, Reason.WRONG, Reason.BROKEN_LINK})


class State(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    HELD = "held", _("Held back: looks like spam")
    ANSWERED = "answered", _("Answered")
    DROPPED = "dropped", _("Dropped as spam")


class Outcome(models.TextChoices):
    CORRECTED = "corrected", _("The record was corrected")
    PASSED_ON = "passed_on", _("The owner was asked to look at it")
    TAKEN_DOWN = "taken_down", _("The record was taken down")
    NOTHING_WRONG = "nothing_wrong", _("Nothing wrong was found")


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def overdue(self) -> Self:
        """Not answered within the time that the portal promises."""
        return self.open().filter(due_on__lt=timezone.now().date())

    def by_urgency(self) -> Self:
        """What waits first, the oldest on top; then what is held back; then what is done."""
        rank = Case(When(state=State.OPEN, then=Value(0)), When(state=State.HELD, then=Value(1)), default=Value(2))
        return self.order_by(rank, "due_on", "pk")

    def long_held(self) -> Self:
        return self.filter(state__in=[State.HELD, State.DROPPED], created_at__lt=timezone.now() - KEPT_HELD)


class Flag(Timestamped):
    """One report. `number` is that of the record, which may be merged or withdrawn later."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item: Any = GenericForeignKey("content_type", "object_id")
    number = models.CharField(_("number of the record"), max_length=20)
    reason = models.CharField(_("what is wrong"), max_length=20, choices=Reason)
    text = models.TextField(_("in words"), blank=True)
    email = models.EmailField(_("address for the answer"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN, db_index=True)
    due_on = models.DateField(_("answer due on"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a problem")
        verbose_name_plural = _("reports of problems")
        indexes = [models.Index(fields=["content_type", "object_id"], name="flags_of_item")]
        constraints = [
            models.CheckConstraint(
                name="flags_answered_is_whole",
                condition=~Q(state=State.ANSWERED)
                | (Q(answered_at__isnull=False, answered_by__isnull=False, email="") & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_reason_display()}"

    @property
    def days(self) -> int:
        """How long it has waited, or waited until it was answered."""
        return ((self.answered_at or timezone.now()) - self.created_at).days

    @property
    def is_overdue(self) -> bool:
        return self.state == State.OPEN and self.due_on < timezone.now().date()
