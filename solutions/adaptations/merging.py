"""Links and adaptations of a duplicate follow the record that stays, and come back when the merge is undone."""

from typing import Any

from django.db.models import QuerySet

from galaxy.moderation.models import OPEN
from solutions.models import Resource, Solution
from solutions.origin import TOLD, lineage

Moved = dict[str, Any]
# Rows that follow: the relation, and the columns by which two of them are the same.
FOLLOWING = {"resources": ("url", "attachment_id"), "external_ids": ("system", "identifier")}


def move_rows(item: Solution, into: Solution) -> dict[str, list[list[Any]]]:
    """Give copies of what the duplicate has to the other, beside what that has; which were new, by their columns."""
    moved: dict[str, list[list[Any]]] = {}
    for name, columns in FOLLOWING.items():
        known = {*getattr(into, name).values_list(*columns), (into.practice_url, None)}
        found = {_key(row, columns): row for row in [*getattr(item, name).order_by("pk"), *_addresses(item, name)]}
        new = {key: row for key, row in found.items() if key not in known}
        for target in _with_change(into):
            for row in new.values():
                row.pk, row.solution, row._state.adding = None, target, True
                row.save(force_insert=True)
        moved[name] = [list(key) for key in new]
    return moved


def return_rows(original: Solution, moved: dict[str, list[list[Any]]]) -> None:
    for name, columns in FOLLOWING.items():
        for target in _with_change(original):
            for key in moved.get(name, []):
                getattr(target, name).filter(**dict(zip(columns, key, strict=True))).delete()


def _key(row: Any, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)


def _addresses(item: Solution, name: str) -> list[Resource]:
    """The duplicate's own addresses, as links of the record that stays."""
    urls = (item.practice_url, str(item.provenance.get("source_url", ""))) if name == "resources" else ()
    listed = set(item.resources.values_list("url", flat=True))
    new = [url for url in dict.fromkeys(urls) if url.startswith(("https://", "http://")) and url not in listed]
    return [Resource(url=url, label=item.title[:160], language=item.language) for url in new]


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
