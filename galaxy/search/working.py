"""Organizations that work on what somebody searches for, from what a page of results has read and counted anyway."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from galaxy.core.templatetags.galaxy import names
from galaxy.search.counting import Counts
from galaxy.search.entries import Row
from galaxy.search.filters import SearchFilter

MOST = 5
FAR_BEHIND = 4  # times as many as who has fewer: of little weight beside it
TOPICAL = 3  # the Goals that occur most among the results


def working(search: SearchFilter, counts: Counts, organizations: Iterable[Row]) -> list[dict[str, Any]]:
    """For components/related.html: who has most of the results. Nobody where nothing narrows the list to a topic."""
    is_topic = search.words or search.limits or set(search.preset) - {"kind"}
    if not is_topic or "organization" in search.limits:
        return []
    number = counts.values["organization"]
    most = sorted(organizations, key=lambda each: (-number[str(each.object_id)], each.title))[:MOST]
    least = max([1, *(number[str(each.object_id)] / FAR_BEHIND for each in most)])
    topical = _goals(search, counts)
    return [_item(each, number[str(each.object_id)], topical) for each in most if number[str(each.object_id)] >= least]


def _goals(search: SearchFilter, counts: Counts) -> set[int]:
    asked = [*search.preset.get("goal", []), *search.chosen.get("goal", [])]
    return {int(goal) for goal in asked or [goal for goal, _number in counts.values["goal"].most_common(TOPICAL)]}


def _item(organization: Row, number: int, topical: set[int]) -> dict[str, Any]:
    view, *arguments = organization.card["path"]
    goals = sorted(topical & set(organization.card["goals"]))
    told = [ngettext("%(count)s of these results", "%(count)s of these results", number) % {"count": number}]
    if goals:
        told.append(_("In common: %(what)s") % {"what": _("Goal %(codes)s") % {"codes": names(goals)}})
    return {"url": reverse(view, args=arguments), "title": organization.title, "reason": " · ".join(told)}
