"""Other solutions near to one, and organizations that work on the same, each with the reason why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from galaxy.core.templatetags.galaxy import names
from galaxy.search import neighbours
from galaxy.search.counting import count
from galaxy.search.filters import SearchFilter
from galaxy.search.models import Document
from galaxy.search.sharing import sharing
from galaxy.taxonomy.labels import Vocabulary

MOST = 6
MOST_OTHERS = 5
LEAST_NEAR = 3
# How much it counts to share a facet, and how many of each are looked at.
WEIGHTS = {"target": (4, 10), "organization": (3, 1), "theme": (2, 4), "goal": (1, 6), "country": (1, 8)}


def near_by(solution: Any, codes: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Published solutions that are close in meaning; where none are known, those that share most.

    `solution`: as for_detail() reads it. `codes` are those of its page by facet group. Each with `reasons`: the facets
    that both have.
    """
    return neighbours.nearest(solution.near_rows) or _sharing(solution, codes)


def related(rows: Sequence[dict[str, Any]], words: Vocabulary) -> list[dict[str, Any]]:
    """For components/related.html."""
    return [_item(row, words) for row in rows[:MOST]]


def others(
    solution: Any, rows: Sequence[dict[str, Any]], codes: dict[str, list[Any]], words: Vocabulary
) -> list[dict[str, Any]]:
    """Other organizations whose solutions are near, with how many they have on its themes; one statement."""
    owners: dict[int, tuple[dict[str, Any], set[str]]] = {}
    for row in rows:
        owner = row["card"].get("owner")
        if owner and owner[0] != solution.organization_id:
            owners.setdefault(owner[0], (row["card"], set()))[1].update(row["reasons"])
    themes = [code for code in codes["theme"] if code in words.themes]
    if not owners or not themes:
        return []
    numbers = _numbers(list(owners)[:MOST_OTHERS], themes)
    topic = names(words.label("theme", code) for code in themes)
    return [_other(owners[pk], number, topic, words) for pk, number in numbers.items() if number]


def _numbers(organizations: list[int], themes: list[str]) -> dict[int, int]:
    """How many solutions on any of the themes each of them shares or takes part in."""
    asked = QueryDict(mutable=True)
    asked.setlist("organization", list(map(str, organizations)))
    counted = count(SearchFilter(asked, {"kind": ["solution"], "theme": themes})).values["organization"]
    return {pk: counted[str(pk)] for pk in organizations}


def _other(owner: tuple[dict[str, Any], set[str]], number: int, topic: str, words: Vocabulary) -> dict[str, Any]:
    card, facets = owner
    told = ngettext("%(count)s practice on %(topic)s", "%(count)s practices on %(topic)s", number)
    goals = [facet for facet in facets if facet.startswith("goal:")]
    return {
        "url": reverse("partners:detail", args=card["owner"][1:]),
        "title": card["organization"],
        "language": "",
        "reason": " · ".join(filter(None, [told % {"count": number, "topic": topic}, _reason(goals, words)])),
    }


def _sharing(solution: Any, codes: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Two statements, however many there are."""
    weights = {f"{group}:{code}": weight for group, (weight, most) in WEIGHTS.items() for code in codes[group][:most]}
    keys = sharing(weights, kind="solution", least=LEAST_NEAR, most=MOST + 1)
    rows = Document.objects.filter(pk__in=keys).values("pk", "object_id", "title", "language", "card", "facets")
    found = sorted(rows, key=lambda row: keys.index(row["pk"]))
    others = [row for row in found if row["object_id"] != solution.pk]
    return [{**row, "reasons": weights.keys() & set(row["facets"]), "is_close": False} for row in others[:MOST]]


def _item(row: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    name, *arguments = row["card"]["path"]
    language = row["language"] if row["language"] != words.language.partition("-")[0] else ""
    return {
        "url": reverse(name, args=arguments),
        "title": row["title"],
        "language": language,
        "reason": " · ".join(
            filter(None, [_("Close in meaning") if row.get("is_close", True) else "", _reason(row["reasons"], words)])
        ),
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
