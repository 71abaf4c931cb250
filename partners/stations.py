"""The way of a record, or of a change of one, to the public page: as components/trail.html shows it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from galaxy.moderation.models import Decision, Moderated, Status, Step

PLACES = {
    Status.DRAFT: 0,
    Status.CHANGES_REQUESTED: 0,
    Status.SUBMITTED: 1,
    Status.IN_REVIEW: 2,
    Status.APPROVED: 3,
}
LAST = 3


def stations(text: Moderated, decisions: Iterable[Decision], *, begun: str) -> list[dict[str, Any]]:
    """Four stations; each that was passed has its day, where it stands is current. `begun`: name of the first."""
    place = PLACES.get(Status(text.status), LAST)
    days = {decision.step: decision.created_at for decision in decisions}
    steps = [None, Step.SUBMIT, Step.CLAIM, Step.PUBLISH]
    reached = place if text.status in PLACES else LAST + 1
    return [
        {
            "label": label,
            "note": _day(days.get(step) if step else text.created_at) if number <= place else "",
            "done": number < reached,
            "current": number == place,
        }
        for number, (label, step) in enumerate(zip(_labels(text, begun), steps, strict=True))
    ]


def _labels(text: Moderated, begun: str) -> list[str]:
    first = _("Change written") if text.revision_of_id else begun
    if text.status == Status.CHANGES_REQUESTED:
        first = text.get_status_display()
    closed = text.status in {Status.REJECTED, Status.WITHDRAWN, Status.DUPLICATE}
    last = text.get_status_display() if closed else _("Public")
    return [first, _("Waiting for a moderator"), _("In review"), last]


def _day(moment: datetime.datetime | None) -> str:
    return date_format(moment) if moment else ""
