"""What was said of a solution by the criteria, and who was asked to say it."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from solutions.models.solution import Solution
from solutions.reviews import criteria

_OF_THE_OWNER = """
IF NEW.by_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM solutions_solution AS solution
    JOIN partners_organization AS owner ON owner.id = solution.organization_id
    LEFT JOIN partners_membership AS member
        ON member.organization_id = owner.id AND member.state = 'active' AND member.user_id = NEW.by_id
    WHERE solution.id = NEW.solution_id
        AND (NEW.by_id IN (solution.author_id, owner.author_id) OR member.id IS NOT NULL)
) THEN
    RAISE EXCEPTION 'Nobody reviews a record of their own organization.';
END IF;
RETURN NEW;
"""


class PeerInvitation(models.Model):
    """Somebody who was asked to look at a solution, by an address that works once and in time."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="peer_invitations", verbose_name=_("solution"))
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language of the message"), max_length=10, default="en")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("invited on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    declined = models.TextField(_("why not"), blank=True)
    revoked_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invited reviewer")
        verbose_name_plural = _("invited reviewers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="solutions_peer_asked_once",
                fields=["solution", "email"],
                condition=Q(answered_at=None, revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return not (self.answered_at or self.revoked_at) and self.expires_at > timezone.now()

    @property
    def is_over(self) -> bool:
        """Nobody answered in time."""
        return not (self.answered_at or self.revoked_at) and self.expires_at <= timezone.now()


def _score(code: str) -> Any:
    name: Any = next(criterion.name for criterion in criteria.CRITERIA if criterion.code == code)
    return models.PositiveSmallIntegerField(name, choices=[(level, str(level)) for level in criteria.LEVELS])


class QualityReviewQuerySet(models.QuerySet["QualityReview"]):
    def by_moderators(self) -> "QualityReviewQuerySet":
        """Those that count; what invited reviewers say helps to decide, and decides nothing."""
        return self.filter(by__isnull=False)


class QualityReview(models.Model):
    """What one person says of a solution by the criteria. Append-only: who thinks again writes another."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="reviews", verbose_name=_("solution"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("moderator"))
    invitation = models.OneToOneField(
        PeerInvitation, models.PROTECT, null=True, related_name="review", verbose_name=_("invited reviewer")
    )
    horizontal = _score("horizontal")
    relevant = _score("relevant")
    effective = _score("effective")
    innovative = _score("innovative")
    sustainable = _score("sustainable")
    replicable = _score("replicable")
    inclusive = _score("inclusive")
    documented = _score("documented")
    remarks = models.JSONField(_("remarks"), default=dict)  # code of a criterion to words
    is_promising = models.BooleanField(_("may stand among the promising ones"), default=False)
    created_at = models.DateTimeField(_("reviewed on"), auto_now_add=True)

    objects = QualityReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review by the criteria")
        verbose_name_plural = _("reviews by the criteria")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="solutions_review_by_one",
                condition=Q(by__isnull=False, invitation__isnull=True) | Q(by__isnull=True, invitation__isnull=False),
            ),
            *(
                models.CheckConstraint(
                    name=f"solutions_review_{code}_level", condition=Q(**{f"{code}__lte": criteria.LEVELS[-1]})
                )
                for code in criteria.CODES
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="review_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_own_review", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_OF_THE_OWNER
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total} / {criteria.MOST}"

    @property
    def scores(self) -> dict[str, int]:
        return {code: getattr(self, code) for code in criteria.CODES}

    @property
    def total(self) -> int:
        return criteria.total(self.scores)

    @property
    def most(self) -> int:
        return criteria.MOST

    @property
    def reaches(self) -> bool:
        return criteria.reaches(self.scores)

    @property
    def lets_in(self) -> bool:
        """Whether a solution may be public by it: as a good practice, or apart as a promising one."""
        return self.reaches or self.is_promising

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each criterion with the score and the words."""
        return [
            {"criterion": each, "score": getattr(self, each.code), "remark": self.remarks.get(each.code, "")}
            for each in criteria.CRITERIA
        ]
