"""What the reviews of a solution come to: whether it may be public, and the scores that readers see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from galaxy.moderation.models import Status
from solutions.reviews.criteria import CODES, ENOUGH, MOST

if TYPE_CHECKING:
    from solutions.models import QualityReview, Solution


def standing() -> Subquery:
    """The latest scores of a moderator for the public text: of the row itself, or of a change that was applied."""
    reviews: Any = apps.get_model("solutions.QualityReview")
    own = Q(solution=OuterRef("pk"))
    applied = Q(solution__revision_of=OuterRef("pk"), solution__status=Status.APPLIED)
    found = reviews.objects.by_moderators().filter(own | applied).order_by("-pk")
    fields = {name: name for name in (*CODES, "is_promising")}
    return Subquery(found.values(row=JSONObject(**fields))[:1])


def latest(solution: Solution) -> QualityReview | None:
    """What a moderator last said of this text; of a change that nobody has reviewed, of what it changes."""
    own = solution.reviews.by_moderators().select_related("by").last()
    if own is None and solution.revision_of_id:
        return latest(solution.revision_of)  # type: ignore[arg-type]
    return own


def unready(solution: Solution) -> str:
    """Why it may not be public yet. What was imported may be: its source said what it says."""
    review = latest(solution)
    if review is None:
        return "" if solution.is_imported else _("Give it points by the criteria first: it has none yet.")
    if review.lets_in:
        return ""
    return _(
        "With %(total)s of %(most)s it does not reach the mark of %(enough)s with a point at each key criterion. "
        "Ask for changes, or say with the points that it may stand among the promising ones."
    ) % {"total": review.total, "most": MOST, "enough": ENOUGH}
