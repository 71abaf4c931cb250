"""The way of a solution, or of a change of one, to the public page: as components/trail.html shows it."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from galaxy.moderation.models import Decision, Status, Step
from solutions.models import Solution

CLOSED = (Status.REJECTED, Status.WITHDRAWN, Status.DUPLICATE)


def stations(solution: Solution, decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """The steps that were taken, with day, then those to come; the last one taken is where it stands."""
    own = [decision for decision in decisions if decision.object_id == solution.pk]
    begun = _("Change begun") if solution.revision_of_id else _("Draft begun")
    taken = [(begun, solution.created_at)] + [(_told(decision), decision.created_at) for decision in own]
    past = [{"label": label, "note": date_format(moment), "done": True} for label, moment in taken]
    past[-1]["current"] = True
    return past + [{"label": label, "note": ""} for label in _to_come(solution)]


def _told(decision: Decision) -> str:
    return str(_("In review")) if decision.step == Step.CLAIM else decision.get_step_display()


def _to_come(solution: Solution) -> list[str]:
    if solution.is_published or solution.status in CLOSED or solution.status == Status.APPLIED:
        return []
    ahead = [_("Sent"), _("In review"), _("Published")]
    skip = {Status.SUBMITTED: 1, Status.IN_REVIEW: 2, Status.APPROVED: 2}.get(Status(solution.status), 0)
    return ahead[skip:]
