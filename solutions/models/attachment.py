"""Files that people attach to a solution. What they are was told by their content; see galaxy.core.uploads."""

import datetime
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from galaxy.core.models import Timestamped
from galaxy.core.uploads import FileKind
from solutions.models.solution import Solution


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A made-up name; nothing of what the person called the file."""
    return f"files/{uuid.uuid4().hex}.{attachment.kind}"


class AttachmentQuerySet(models.QuerySet[Any]):
    def of(self, solution: Solution) -> Self:
        """Of this solution and of its pending change, which share their files."""
        return self.filter(solution=solution.revision_of_id or solution.pk)

    def forgotten(self, before: datetime.datetime) -> Self:
        """Kept before this moment, and named by no row."""
        named = self.model._meta.get_field("resources").related_model.objects.filter(attachment=OuterRef("pk"))
        return self.filter(~Exists(named), created_at__lt=before)


class Attachment(Timestamped):
    """One file, kept once however many rows name it."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="attachments")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind)
    name = models.CharField(_("name of the file"), max_length=120)
    digest = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size"))
    file = models.FileField(_("file"), upload_to=attachment_path)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.UniqueConstraint(fields=["solution", "digest"], name="solutions_attachment_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.key])
