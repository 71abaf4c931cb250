"""Addresses outside the portal that records name, and whether they answer."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from galaxy.core.outgoing import Problem

FAILURES_UNTIL_DEAD = 3


class LinkState(models.TextChoices):
    UNKNOWN = "unknown", gettext_lazy("Not checked yet")
    ANSWERS = "answers", gettext_lazy("Answers")
    FAILS = "fails", gettext_lazy("Did not answer lately")
    DEAD = "dead", gettext_lazy("Does not answer")


class HostQuerySet(models.QuerySet["Host"]):
    def ready(self, now: datetime) -> "HostQuerySet":
        """With an address to check, asked by nobody else, and not within the last second."""
        due = Link.objects.due(now).filter(host=OuterRef("pk"))
        return self.filter(Exists(due), free_at__lte=now, leased_until__lte=now)


class Host(models.Model):
    """A server of somebody else; the row is what keeps all workers together to one request a second."""

    name = models.CharField(max_length=255, primary_key=True)
    free_at = models.DateTimeField(db_default=Now(), help_text="when the next request may begin")
    leased_until = models.DateTimeField(db_default=Now(), help_text="until when a worker has one of its addresses")

    objects = HostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class LinkQuerySet(models.QuerySet["Link"]):
    def due(self, now: datetime) -> "LinkQuerySet":
        return self.filter(next_check_at__lte=now)

    def dead(self) -> "LinkQuerySet":
        return self.filter(failures_count__gte=FAILURES_UNTIL_DEAD)

    def failing(self) -> "LinkQuerySet":
        return self.filter(failures_count__gt=0)


class Link(models.Model):
    """One address, however many records name it. `status`: what the server said, None where nothing came."""

    url = models.CharField(gettext_lazy("address"), max_length=500, unique=True)
    host = models.ForeignKey(Host, models.CASCADE, related_name="links", verbose_name=gettext_lazy("server"))
    next_check_at = models.DateTimeField(gettext_lazy("next check"), db_default=Now(), db_index=True)
    checked_at = models.DateTimeField(gettext_lazy("last check"), null=True)
    answered_at = models.DateTimeField(gettext_lazy("last answer"), null=True)
    first_failed_at = models.DateTimeField(gettext_lazy("does not answer since"), null=True)
    failures_count = models.PositiveSmallIntegerField(gettext_lazy("failures in a row"), default=0)
    status = models.PositiveSmallIntegerField(gettext_lazy("answer of the server"), null=True)
    problem = models.CharField(gettext_lazy("what is wrong"), max_length=20, choices=Problem, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("outside address")
        verbose_name_plural = gettext_lazy("outside addresses")
        constraints = [
            models.CheckConstraint(
                name="freshness_link_failures_have_a_beginning",
                condition=Q(failures_count=0, first_failed_at=None)
                | Q(failures_count__gt=0, first_failed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def state(self) -> LinkState:
        if self.failures_count >= FAILURES_UNTIL_DEAD:
            return LinkState.DEAD
        if self.failures_count:
            return LinkState.FAILS
        return LinkState.ANSWERS if self.answered_at else LinkState.UNKNOWN

    @property
    def reason(self) -> str:
        """What came instead of the page, in words; empty where nothing is wrong."""
        if self.problem:
            return str(Problem(self.problem).label)
        return _("the server says %(status)s") % {"status": self.status} if self.failures_count else ""

    @property
    def words(self) -> str:
        """How it stands, in a few words."""
        day = date_format(self.checked_at) if self.checked_at else ""
        if self.failures_count:
            return _("did not answer on %(day)s (%(reason)s)") % {"day": day, "reason": self.reason}
        if self.problem:
            return self.reason
        return _("answered on %(day)s") % {"day": day} if day else _("not checked yet")
