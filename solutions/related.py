"""Other solutions near to one, each with the reason why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from galaxy.core.templatetags.galaxy import names
from galaxy.search import neighbours
from galaxy.search.models import Document
from galaxy.taxonomy.labels import Vocabulary
from solutions.models import Solution

MOST = 6
LEAST_NEAR = 3
# How much it counts to share a facet, and how many of each are looked at.
WEIGHTS = {"target": (4, 10), "organization": (3, 1), "theme": (2, 4), "goal": (1, 6), "country": (1, 8)}


def related(solution: Any, codes: dict[str, list[Any]], words: Vocabulary) -> list[dict[str, Any]]:
    """Up to six published solutions; `codes` are those of the page by facet group.

    Those that are close in meaning, one statement; where none are known, those that share most, one more.
    """
    found = neighbours.of(Solution, solution.pk)
    if found:
        return [_item(row, row["reasons"], words, is_close=True) for row in found]
    return _sharing(solution, codes, words)


def _sharing(solution: Any, codes: dict[str, list[Any]], words: Vocabulary) -> list[dict[str, Any]]:
    shared = {f"{group}:{code}": group for group, (_w, most) in WEIGHTS.items() for code in codes[group][:most]}
    near = sum(
        (
            Case(
                When(facets__contains=[facet], then=Value(WEIGHTS[group][0])),
                default=Value(0),
                output_field=IntegerField(),
            )
            for facet, group in shared.items()
        ),
        Value(0),
    )
    found = (
        Document.objects.filter(kind="solution", facets__overlap=list(shared))
        .exclude(object_id=solution.pk)
        .annotate(near=near)
        .filter(near__gte=LEAST_NEAR)
        .order_by(F("near").desc(), "-published_at", "-pk")
        .values("title", "language", "card", "facets")[:MOST]
    )
    return [_item(row, set(shared) & set(row["facets"]), words) for row in found]


def _item(
    row: Mapping[str, Any], facets: Iterable[str], words: Vocabulary, *, is_close: bool = False
) -> dict[str, Any]:
    name, *arguments = row["card"]["path"]
    language = row["language"] if row["language"] != words.language.partition("-")[0] else ""
    return {
        "url": reverse(name, args=arguments),
        "title": row["title"],
        "language": language,
        "reason": " · ".join(filter(None, [_("Close in meaning") if is_close else "", _reason(facets, words)])),
    }


def _reason(facets: Iterable[str], words: Vocabulary) -> str:
    """What is shared, the weightiest first."""
    by_group: dict[str, list[str]] = {}
    for facet in sorted(facets):
        group, _colon, code = facet.partition(":")
        by_group.setdefault(group, []).append(code)
    told = []
    if "organization" in by_group:
        told.append(_("the same organization"))
    if "target" in by_group:
        told.append(_("target %(codes)s") % {"codes": names(by_group["target"])})
    elif "goal" in by_group:
        told.append(_("Goal %(codes)s") % {"codes": names(sorted(by_group["goal"], key=int))})
    if "theme" in by_group:
        told.append(names(words.label("theme", code) for code in by_group["theme"]))
    if place := next((group for group in ("country", "region") if group in by_group), ""):
        told.append(names(words.label(place, code) for code in by_group[place]))
    return _("In common: %(what)s") % {"what": "; ".join(told)} if told else ""
