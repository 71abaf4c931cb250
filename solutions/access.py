"""Which row a person works on, and whether this person may see it at all."""

from django.http import Http404

from accounts.models import User
from galaxy.moderation.models import OPEN
from galaxy.moderation.services import may_review
from solutions.models import Solution


def owned(public_id: str, user: User) -> Solution:
    """The solution of this id, where this person may edit it; for all others it looks missing."""
    rows = Solution.objects.editable_by(user).filter(revision_of=None).by_public_id(public_id)
    return _one(rows.select_related("organization").distinct().first())


def readable(public_id: str, user: User) -> Solution:
    """The same for who may look at it before it is public: its people and moderators."""
    if may_review(user):
        return _one(Solution.objects.filter(revision_of=None).by_public_id(public_id).first())
    return owned(public_id, user)


def at_work(solution: Solution) -> Solution:
    """What is edited and reviewed now: its pending change, or else the solution itself."""
    pending = Solution.objects.filter(revision_of=solution, status__in=OPEN).select_related("organization").first()
    return pending or solution


def _one(solution: Solution | None) -> Solution:
    if solution is None:
        raise Http404
    return solution
