"""What the pages of an import show."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count

from accounts.models import User
from solutions.exchange.columns import columns
from solutions.exchange.lookup import Lookup
from solutions.imports.forms import AssignForm, PlaceForm
from solutions.imports.models import Import, ImportRow, RowState
from solutions.steps import label_of

MOST_ERRORS = 100
ON_PAGE = 50


def table_page(batch: Import, page: str) -> dict[str, Any]:
    """Of many solutions; the same number of queries for any number of rows."""
    counted = batch.rows.order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict.fromkeys(RowState.values, 0) | dict(counted)
    total = sum(counts.values())
    return {
        "batch": batch,
        "counts": counts,
        "total": total,
        "done": _percent(total, counts[RowState.WAITING if batch.stage == "checking" else RowState.RIGHT]),
        "errors": [] if batch.is_at_work else _errors(batch),
        "most_errors": MOST_ERRORS,
        "duplicates": [] if batch.is_at_work else _duplicates(batch),
        "ready": list(batch.rows.filter(state=RowState.RIGHT).order_by("number").only("number", "title")[:ON_PAGE]),
        "page": _drafts(batch, page),
        "assign_form": AssignForm(),
    }


def document_page(batch: Import, user: User, form: PlaceForm | None = None) -> dict[str, Any]:
    """Of one solution from a Word file: what was understood, what is wrong, and what looks for its place."""
    row = batch.rows.select_related("solution").get()
    all_columns = columns(user)
    lookup = Lookup(user)
    wrong = {problem["key"] for problem in row.problems}
    if form is None:
        organization = row.values.get("organization", "")
        initial = {"title": row.values.get("title", row.title), "organization": organization}
        form = PlaceForm(initial=initial, user=user, rest=row.rest, columns=all_columns)
    return {
        "batch": batch,
        "row": row,
        "form": form,
        "read": [(heading(lookup, key), text, key in wrong) for key, text in row.cells.items() if key != "title"],
        "problems": [(heading(lookup, problem["key"]), problem["text"]) for problem in row.problems],
    }


def heading(lookup: Lookup, key: str) -> str:
    return lookup.labels.get(key) or label_of(key.partition(".")[0]) or key


def _percent(total: int, left: int) -> int:
    return 100 * (total - left) // total if total else 100


def _errors(batch: Import) -> list[dict[str, Any]]:
    """The first of what is wrong, by row and column, with what is written there."""
    rows = list(batch.rows.filter(state=RowState.WRONG).order_by("number")[:MOST_ERRORS])
    if not rows:
        return []
    lookup = Lookup(batch.by)
    return [
        {
            "row": row.number,
            "title": row.title,
            "place": batch.places.get(problem["key"], ""),
            "heading": heading(lookup, problem["key"]) if problem["key"] else "",
            "written": row.cells.get(problem["key"], ""),
            "text": problem["text"],
        }
        for row in rows
        for problem in row.problems
    ][:MOST_ERRORS]


def _duplicates(batch: Import) -> list[ImportRow]:
    rows = batch.rows.filter(state=RowState.DUPLICATE).select_related("same_as").order_by("number")
    return list(rows.defer("cells", "values"))


def _drafts(batch: Import, number: str) -> Any:
    rows = (
        batch.rows.made()
        .select_related("solution", "assignee")
        .prefetch_related(
            *(
                f"solution__{name}"
                for name in ("country_links", "goals", "themes", "targets", "resources", "building_blocks")
            )
        )
        .order_by("number")
    )
    page: Any = Paginator(rows, ON_PAGE).get_page(number)
    for row in page.object_list:
        row.gaps = len(row.solution.missing()) if row.solution and row.solution.is_editable else 0
    return page
