"""Links and adaptations of a duplicate follow the record that stays, and come back when the merge is undone."""

from typing import Any

from django.db.models import QuerySet

from galaxy.moderation.models import OPEN
from solutions.models import Resource, Solution
from solutions.origin import TOLD, lineage

Moved = dict[str, Any]


def move_links(item: Solution, into: Solution) -> list[str]:
    """Give the addresses of the duplicate to the other, beside those it has; which were new."""
    known = {into.practice_url, *into.resources.values_list("url", flat=True)}
    found = {row.url: row for row in item.resources.order_by("pk")}
    for url in (item.practice_url, str(item.provenance.get("source_url", ""))):
        if url.startswith(("https://", "http://")):
            found.setdefault(url, Resource(url=url, label=item.title[:160], language=item.language))
    new = [row for url, row in found.items() if url not in known]
    for target in _with_change(into):
        Resource.objects.bulk_create(
            Resource(solution=target, url=row.url, label=row.label, type=row.type, language=row.language) for row in new
        )
    return [row.url for row in new]


def return_links(original: Solution, urls: list[str]) -> None:
    Resource.objects.filter(solution__in=_with_change(original), url__in=urls).delete()


def move_family(item: Solution, into: Solution) -> Moved:
    """Adaptations of the duplicate become adaptations of the other, which also takes its origin where it has none.

    Where the other goes back to the duplicate, its line is joined to what stood above the duplicate.
    """
    line = lineage(into)
    lifted = [line[line.index(item.pk) - 1]] if item.pk in line else []
    _rows(lifted).filter(adapted_from=item).update(adapted_from=item.adapted_from)
    rest = Solution.objects.filter(adapted_from=item)
    children = list(rest.values_list("pk", flat=True))
    rest.update(adapted_from=into)
    return {"lifted": lifted, "children": children, "origin": _take_origin(item, into)}


def return_family(item: Solution, original: Solution, moved: Moved) -> None:
    above = lineage(item)
    if moved["origin"]:
        for row in _with_change(original):
            if row.adapted_from_id == item.adapted_from_id:
                _write_origin(row, Solution())
    children = Solution.objects.filter(pk__in=moved["children"], adapted_from=original).exclude(pk__in=above)
    children.update(adapted_from=item)
    _rows(moved["lifted"]).filter(adapted_from=item.adapted_from).exclude(pk__in=above).update(adapted_from=item)


def _take_origin(item: Solution, into: Solution) -> bool:
    parent = item.adapted_from
    into.refresh_from_db(fields=["adapted_from"])
    if parent is None or into.adapted_from_id or into.pk in lineage(parent):
        return False
    for row in _with_change(into):
        _write_origin(row, item)
    return True


def _write_origin(row: Solution, source: Solution) -> None:
    for name in ("adapted_from", *TOLD):
        setattr(row, name, getattr(source, name))
    row.save(update_fields=["adapted_from", *TOLD, "updated_at"])


def _with_change(solution: Solution) -> list[Solution]:
    """The record and its open change, which would else take back what was written."""
    return [solution, *Solution.objects.filter(revision_of=solution, status__in=OPEN)]


def _rows(keys: list[int]) -> "QuerySet[Solution]":
    """These records and their changes."""
    return Solution.objects.filter(pk__in=keys) | Solution.objects.filter(revision_of__in=keys)
