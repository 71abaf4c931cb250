"""What the page of a solution tells of where it comes from, and of who adapted it. No query."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from galaxy.moderation.models import Status
from galaxy.taxonomy.labels import Vocabulary
from galaxy.taxonomy.worldmap import marked_svg
from solutions.models import Solution

DEEPEST = 4
ORIGINAL, ADAPTED = "n2", "n4"


def origin_of(solution: Any) -> dict[str, Any] | None:
    """What it was adapted from, and how; of a row of for_detail(). Without `url` where the original is not public."""
    if solution.adapted_from_id is None:
        return None
    parent = Solution(pk=solution.adapted_from_id, title=solution.origin_title)
    is_public = solution.origin_status == Status.PUBLISHED
    told = [
        (_("What was changed"), solution.adaptation_note),
        (_("Why"), solution.adaptation_reason),
        (_("What it cost"), solution.adaptation_cost),
        (_("How long it took"), solution.adaptation_time),
    ]
    return {
        "number": parent.public_id,
        "title": solution.origin_title if is_public else "",
        "url": parent.get_absolute_url() if is_public else "",
        "told": [(label, text) for label, text in told if text],
    }


def family_of(solution: Any, words: Vocabulary) -> dict[str, Any] | None:
    """Every public adaptation of a row of for_detail(), in the order of the tree, with a map; None without any."""
    if not solution.family_rows:
        return None
    below: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in solution.family_rows:
        below[row["under"]].append(row)
    titles = {row["id"]: row["title"] for row in solution.family_rows}
    branches = [_branch(row, depth, titles, words) for row, depth in _walk(below, solution.pk)]
    return {"branches": branches, "map": _map(solution, words)}


def _walk(below: dict[int, list[dict[str, Any]]], root: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Each branch before its neighbour, with its depth; without recursion, as a line of adaptations may be long."""
    open_rows = [(row, 1) for row in reversed(below[root])]
    while open_rows:
        row, depth = open_rows.pop()
        yield row, depth
        open_rows += [(child, depth + 1) for child in reversed(below[row["id"]])]


def _branch(row: dict[str, Any], depth: int, titles: dict[int, str], words: Vocabulary) -> dict[str, Any]:
    solution = Solution(pk=row["id"], title=row["title"])
    return {
        **row,
        "url": solution.get_absolute_url(),
        "foreign": row["language"] if row["language"] != words.language.partition("-")[0] else "",
        "level": min(depth, DEEPEST),
        "from": titles.get(row["under"], ""),
        "year": row["start"][:4],
        "spent": list(filter(None, (row["cost"], row["time"]))),
        "lands": [words.label("country", code) for code in row["countries"]],
    }


def _map(solution: Any, words: Vocabulary) -> SafeString:
    marks = {code: (ADAPTED, _("%(country)s: adapted")) for row in solution.family_rows for code in row["countries"]}
    marks |= {row["country"]: (ORIGINAL, _("%(country)s: the original")) for row in solution.country_rows}
    known = {code: mark for code, mark in marks.items() if code in words.countries}
    titled = {code: (step, text % {"country": words.countries[code].name}) for code, (step, text) in known.items()}
    return marked_svg(
        titled, _("World map: where the original is at work and where it was adapted. The list says the same.")
    )
