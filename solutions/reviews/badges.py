"""Badges of a public solution. A new one is a line in Badge, a function that says who has it, and a line in HOLDS."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from solutions.reviews import criteria


class Badge(models.TextChoices):
    """By the codes of the facet `quality`."""

    GOOD_PRACTICE = "good_practice", _("Reviewed good practice")
    EVIDENCE_BACKED = "evidence_backed", _("Evidence-backed")
    ADAPTED = "adapted", _("Adapted elsewhere")
    PROMISING = "promising", _("Promising")

    @property
    def shown(self) -> dict[str, Any]:
        """As components/badge.html takes it; `proven`: whether it vouches for something."""
        return {"label": self.label, "proven": self != Badge.PROMISING}


def is_good_practice(solution: Any) -> bool:
    return bool(solution.rating) and criteria.reaches(solution.rating)


def is_evidence_backed(solution: Any) -> bool:
    """Its results have all points, and there is a source."""
    has_source = bool(solution.practice_url) or solution.has_resources
    return is_good_practice(solution) and solution.rating["effective"] == criteria.LEVELS[-1] and has_source


def is_promising(solution: Any) -> bool:
    return bool(solution.rating) and not is_good_practice(solution) and solution.rating["is_promising"]


def is_adapted(solution: Any) -> bool:
    """Somebody else took it up, and put that on record."""
    return bool(solution.is_adapted)


# Each takes a row of SolutionQuerySet.with_badges().
HOLDS: dict[Badge, Callable[[Any], bool]] = {
    Badge.GOOD_PRACTICE: is_good_practice,
    Badge.EVIDENCE_BACKED: is_evidence_backed,
    Badge.ADAPTED: is_adapted,
    Badge.PROMISING: is_promising,
}


def badges_of(solution: Any) -> list[Badge]:
    """None before it is public."""
    return [badge for badge, holds in HOLDS.items() if holds(solution)] if solution.is_published else []
