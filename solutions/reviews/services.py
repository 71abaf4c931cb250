"""Scores by the criteria, given by moderators and by people whom they invite. The latest of a moderator counts."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import User
from galaxy.moderation import services as moderation
from galaxy.moderation.models import Status
from galaxy.moderation.services import Outcome, StepRefused
from galaxy.search import services as search
from solutions.models import QualityReview, Solution


@dataclass(frozen=True)
class Marks:
    """What a person fills in: a score for each criterion, words where there are any."""

    scores: Mapping[str, int]
    remarks: Mapping[str, str] = field(default_factory=dict)
    is_promising: bool = False


@transaction.atomic
def rate(solution: Solution, marks: Marks, *, by: User) -> QualityReview:
    """Say what it is worth by the criteria. Of something public it counts at once, in badges and in search."""
    solution = moderation.held(solution, by)
    review = QualityReview.objects.create(solution=solution, by=by, **_columns(marks))
    if solution.is_published:
        search.refresh(solution)
    return review


@transaction.atomic
def rate_and_publish(
    solution: Solution, marks: Marks, *, by: User, publish_at: datetime.datetime | None = None
) -> Solution:
    """Claim where nobody has, rate, and publish now or at the time given; nothing of it where one step is refused."""
    if Solution.objects.filter(pk=solution.pk, status=Status.SUBMITTED).exists():
        solution = moderation.claim(solution, by=by)
    rate(solution, marks, by=by)
    if publish_at is not None:
        return moderation.approve(solution, by=by, publish_at=publish_at)
    return moderation.publish(solution, by=by)


def decide_together(
    judged: list[tuple[Solution, Marks]], *, by: User, publish_at: datetime.datetime | None = None
) -> Outcome:
    """The same for several, each with its own scores; each stands alone."""
    outcome = Outcome([], [])
    for solution, marks in judged:
        try:
            outcome.done.append(rate_and_publish(solution, marks, by=by, publish_at=publish_at))
        except StepRefused as refused:
            outcome.refused.append((solution, str(refused)))
    return outcome


def record_peer(invitation: Any, marks: Marks) -> QualityReview:
    """Keep what an invited reviewer says; it decides nothing."""
    return QualityReview.objects.create(solution=invitation.solution, invitation=invitation, **_columns(marks))


def _columns(marks: Marks) -> dict[str, Any]:
    remarks = {code: text.strip() for code, text in marks.remarks.items() if text.strip()}
    return {**marks.scores, "remarks": remarks, "is_promising": marks.is_promising}
