"""The clock of a record: until when somebody should say that it is still right, and what happens when nobody does."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Stage(models.IntegerChoices):
    """How far the clock of a record has gone. Each is done once."""

    FRESH = 0, _("In time")
    SOON = 1, _("Reminded before it is due")
    DUE = 2, _("Reminded on the day")
    OVERDUE = 3, _("Reminded after it was due")
    STALE = 4, _("Not verified for long")
    ARCHIVED = 5, _("Archived")


# Days from the day on which it is due.
BEGINS = {Stage.SOON: -30, Stage.DUE: 0, Stage.OVERDUE: 30, Stage.STALE: 90, Stage.ARCHIVED: 365}
# What belongs to the row and is not carried over from a pending change.
CLOCK_FIELDS = ("verify_due_on", "verified_by", "clock_stage", "archived_on")


def begin(stage: Stage, due_on: datetime.date) -> datetime.date:
    return due_on + datetime.timedelta(days=BEGINS[stage])


class VerifiedQuerySet:
    """For the QuerySet of a verified model, before ModeratedQuerySet among its bases."""

    def _public(self) -> Any:
        rows: Any = self
        return rows.published()

    def listed(self) -> Any:
        """Public, and not archived: what lists and search show."""
        return self._public().filter(archived_on=None)

    def archived(self) -> Any:
        return self._public().filter(archived_on__isnull=False)

    def reached(self, stage: Stage, today: datetime.date) -> Any:
        """Public ones whose clock has come so far, told or not; those that are longest due first."""
        latest = today - datetime.timedelta(days=BEGINS[stage])
        return self._public().filter(verify_due_on__lte=latest).order_by("verify_due_on", "pk")

    def to_confirm(self, today: datetime.date) -> Any:
        """What its owners are asked about, archived or not."""
        return self.reached(Stage.SOON, today)

    def stale(self, today: datetime.date) -> Any:
        return self.reached(Stage.STALE, today).filter(archived_on=None)

    def behind(self, today: datetime.date) -> Any:
        """Those for which something is left to do."""
        latest = {stage: today - datetime.timedelta(days=days) for stage, days in BEGINS.items()}
        waits = [Q(clock_stage__lt=stage, verify_due_on__lte=day) for stage, day in latest.items()]
        condition = waits[0]
        for each in waits[1:]:
            condition |= each
        return self._public().filter(condition)


class Verified(models.Model):
    """A record whose owner is asked from time to time whether it is still right. Before Moderated among the bases."""

    verify_every: ClassVar[datetime.timedelta] = datetime.timedelta(days=365)

    verify_due_on = models.DateField(_("to be verified by"), null=True, blank=True, editable=False, db_index=True)
    verified_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    clock_stage = models.PositiveSmallIntegerField(_("clock"), choices=Stage, default=Stage.FRESH, editable=False)
    archived_on = models.DateField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def on_publication(self) -> dict[str, Any]:
        """The clock begins anew with each publication, also of a change."""
        due_on = timezone.localdate() + self.verify_every
        return {"verify_due_on": due_on, "clock_stage": Stage.FRESH, "archived_on": None}

    def stage_on(self, day: datetime.date) -> Stage:
        """Where its clock stands, whatever was done about it."""
        if self.verify_due_on is None:
            return Stage.FRESH
        reached = [stage for stage in BEGINS if begin(stage, self.verify_due_on) <= day]
        return max(reached, default=Stage.FRESH)

    @property
    def kind_name(self) -> str:
        return str(self._meta.model_name)

    @property
    def is_stale(self) -> bool:
        """Whether readers are warned: nobody has answered for three months."""
        return self.stage_on(timezone.localdate()) >= Stage.STALE

    @property
    def is_archived(self) -> bool:
        return self.archived_on is not None

    @property
    def is_to_confirm(self) -> bool:
        """Whether its owners are asked about it now."""
        return self.stage_on(timezone.localdate()) >= Stage.SOON

    @property
    def verified_since(self) -> datetime.date | None:
        """The day of the last publication or confirmation."""
        return self.verify_due_on - self.verify_every if self.verify_due_on else None
