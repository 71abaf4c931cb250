"""Building blocks: the parts of a solution that somebody else can use without taking the whole."""

import uuid
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from galaxy.moderation.models import Status
from solutions.models.choices import BlockType
from solutions.models.solution import Solution
from solutions.models.tracking import track_rows

PREFIX = "SSG-B-"
MOST_BLOCKS = 8


class BuildingBlockQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Those of public solutions: a block is public as long as what it belongs to is."""
        return self.filter(solution__status=Status.PUBLISHED, solution__revision_of=None)

    def with_solution(self) -> Self:
        """With what a line about a block says of where it is from."""
        return self.select_related("solution__organization")

    def canonical(self) -> Self:
        """Not the copies that pending changes hold."""
        return self.filter(solution__revision_of=None)

    def by_public_id(self, public_id: str) -> Self:
        """The row of an id such as SSG-B-000123, in any case; none for an id of another kind."""
        number = number_of(public_id)
        return self.none() if number is None else self.filter(pk=number)


def number_of(public_id: str) -> int | None:
    """The key in an id such as SSG-B-000123, in any case; None for any other text."""
    prefix, number = public_id.strip().upper()[: len(PREFIX)], public_id.strip()[len(PREFIX) :]
    if prefix != PREFIX or not (number.isascii() and number.isdecimal()):
        return None
    return min(int(number), 2**63 - 1)


@track_rows()
class BuildingBlock(models.Model):
    """A part of a solution. `key` is the same in the row and in its copies within pending changes."""

    lasting: str = "key"

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="building_blocks")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField(_("title"), max_length=160)
    type = models.CharField(_("type"), max_length=20, choices=BlockType, blank=True)
    description = models.TextField(_("description"), blank=True)
    enabling_factors = models.TextField(_("what helped"), blank=True)
    lessons = models.TextField(_("lessons learned"), blank=True)
    source = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="uses", verbose_name=_("taken over from")
    )

    objects = BuildingBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("building block")
        verbose_name_plural = _("building blocks")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["solution", "key"], name="solutions_block_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("solutions:block", args=[self.public_id.lower(), self.slug])

    @property
    def public_id(self) -> str:
        """The lasting id, such as SSG-B-000123: the row of a public solution keeps it through all changes."""
        return f"{PREFIX}{self.pk:06d}"

    @property
    def slug(self) -> str:
        return slugify(self.title, allow_unicode=True)[:80].strip("-") or "-"
