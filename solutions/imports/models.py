"""An uploaded file and its rows. The rows say what is left to do; a worker may be killed at any of them."""

import datetime
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.models import Timestamped
from galaxy.taxonomy.models import Language
from solutions.models import Solution

STALLED = datetime.timedelta(seconds=30)


class Stage(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    MAKING = "making", _("Drafts are being made")
    DONE = "done", _("Done")


class ImportQuerySet(models.QuerySet["Import"]):
    def of(self, user: User) -> Self:
        """Nobody else ever sees them. The latest first."""
        return self.filter(by=user).order_by("-pk")

    def stalled(self) -> Self:
        """At work, and nothing has moved for a while: its worker is gone or never heard of it."""
        working = Q(stage__in=[Stage.CHECKING, Stage.MAKING])
        return self.filter(working, updated_at__lt=timezone.now() - STALLED)


class Import(Timestamped):
    """One uploaded file. `usual` fills in what its rows leave empty; `places` tells where each key stands in it."""

    by = models.ForeignKey(User, models.CASCADE, related_name="imports", verbose_name=_("uploaded by"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.CHECKING)
    file_name = models.CharField(_("file"), max_length=120)
    language = models.CharField(_("language of the messages"), max_length=10, default=Language.EN)
    is_document = models.BooleanField(_("one solution in a Word file"), default=False)
    usual = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    unknown = models.JSONField(default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["by", "-id"], name="imports_of_person")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.stage in (Stage.CHECKING, Stage.MAKING)


class RowState(models.TextChoices):
    WAITING = "waiting", _("Not checked yet")
    RIGHT = "right", _("Ready")
    WRONG = "wrong", _("To correct")
    DUPLICATE = "duplicate", _("Here already")
    MADE = "made", _("Draft made")


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def made(self) -> Self:
        return self.filter(state=RowState.MADE)

    def next_to(self, stage: str) -> Self:
        """What this stage has still to do, in the order of the file; rows in other hands are passed over."""
        todo = RowState.WAITING if stage == Stage.CHECKING else RowState.RIGHT
        return self.filter(state=todo).order_by("number").select_for_update(skip_locked=True, of=("self",))

    def to_finish_for(self, user: User, addresses: "set[str]") -> Self:
        """Drafts that a colleague asked this person to finish."""
        mine = Q(assignee=user) | Q(assignee_email__in=addresses)
        mine_to_edit = Solution.objects.editable_by(user).values("pk")
        editable = self.filter(mine, solution__in=mine_to_edit, solution__status__in=["draft", "changes_requested"])
        return editable.select_related("solution", "batch__by").order_by("solution__title", "pk")


class ImportRow(models.Model):
    """One solution of the file. What it says is kept until a draft holds it."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=20, choices=RowState, default=RowState.WAITING)
    title = models.CharField(_("title"), max_length=200, blank=True)
    cells = models.JSONField(default=dict)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    problems = models.JSONField(default=list)
    # Parts of a free Word file for which no field was found.
    rest = models.JSONField(default=list)
    same_as = models.ForeignKey(Solution, models.SET_NULL, null=True, blank=True, related_name="+")
    same_as_row = models.PositiveIntegerField(null=True, blank=True)
    solution = models.OneToOneField(Solution, models.SET_NULL, null=True, blank=True, related_name="import_row")
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    assignee_email = models.EmailField(blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="imports_row_once"),
            models.CheckConstraint(
                name="imports_made_keeps_no_copy",
                condition=~Q(state=RowState.MADE) | Q(values={}, cells={}),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def assigned_to(self) -> str:
        return str(self.assignee or self.assignee_email)

    def placed_problems(self) -> list[dict[str, Any]]:
        """What is wrong, each with where it stands in the file."""
        return [{**problem, "place": self.batch.places.get(problem["key"], "")} for problem in self.problems]
