"""What the review page of a solution shows besides its text: points by the criteria, and invited reviewers."""

from typing import Any

from galaxy.moderation.models import Status
from galaxy.moderation.panels import Panel, register
from galaxy.moderation.review import Review
from solutions.models import Solution
from solutions.reviews.criteria import ENOUGH, MOST
from solutions.reviews.forms import InviteForm, RatingForm


def register_all() -> None:
    register(Solution, rating)
    register(Solution, peers)


def rating(review: Review) -> Panel:
    """Everything said so far, the latest first; the form for who holds the item."""
    item: Any = review.item
    said = list(item.reviews.by_moderators().select_related("by").order_by("-pk"))
    own = next((one for one in said if one.by_id == review.user.pk), None)
    form = review.bound.get("rating") or RatingForm(last=own, auto_id="rating_%s")
    return Panel(
        "reviews/panel_rating.html",
        {"said": said, "form": form if may_judge(review) else None, "enough": ENOUGH, "most": MOST},
    )


def peers(review: Review) -> Panel:
    item: Any = review.item
    asked = list(item.peer_invitations.select_related("by", "review"))
    form = review.bound.get("invite") or InviteForm(initial={"language": review.user.language}, auto_id="invite_%s")
    return Panel("reviews/panel_peers.html", {"asked": asked, "form": form if review.may_remark else None})


def may_judge(review: Review) -> bool:
    """Whoever has claimed it; of something public, every moderator who may decide on it."""
    return review.may_remark or (review.item.status == Status.PUBLISHED and not review.refusal)
