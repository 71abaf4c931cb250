"""Questions and answers beneath a practice, from the rows of SolutionQuerySet.for_detail(). No query."""

import datetime
from typing import Any

from django.utils.translation import get_language


def questions_of(solution: Any) -> list[dict[str, Any]]:
    """The newest first, with dates as dates, and a language where it is not that of the page."""
    here = (get_language() or "en").partition("-")[0]
    return [
        {
            **row,
            "anchor": f"question-{row['id']}",
            "foreign": row["language"] if row["language"] != here else "",
            "asked_on": _day(row["asked_on"]),
            "answered_on": _day(row["answered_on"]),
        }
        for row in solution.question_rows
    ]


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
