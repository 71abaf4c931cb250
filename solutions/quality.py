"""What a solution still lacks, and how complete it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from solutions.models import Solution

# Field to what to do, in the order of the form (DOMAIN 1.1: what is required to submit).
REQUIRED = {
    "title": _("Write a title."),
    "kind": _("Choose the kind."),
    "modality": _("Choose the modality."),
    "summary": _("Write the summary, 40 to 150 words."),
    "challenge": _("Say which problem it answers."),
    "approach": _("Say what was done."),
    "results": _("Say what came of it."),
    "replicability_conditions": _("Say what must be true elsewhere for it to work."),
    "lessons_learned": _("Write what you learned."),
    "countries": _("Name at least one country."),
    "goals": _("Choose at least one target or Goal."),
    "primary_goal": _("Choose the main Goal."),
    "themes": _("Choose one to four themes."),
    "project_status": _("Choose the status."),
    "start_date": _("Say when it began."),
    "practice_url": _("Give the address of the original, or add a link under resources."),
}


def missing(solution: Solution) -> dict[str, str]:
    """Required fields that are empty, with what to do; a few queries."""
    return {name: str(text) for name, text in REQUIRED.items() if not _is_filled(solution, name)} | _picture(solution)


def completeness(solution: Solution) -> int:
    """Percent of the required fields that are filled."""
    return round(100 * (1 - len(missing(solution)) / len(REQUIRED)))


def _is_filled(solution: Solution, name: str) -> bool:
    match name:
        case "countries":
            return solution.country_links.exists()
        case "goals":
            return solution.goals.exists()
        case "themes":
            return solution.themes.exists()
        case "practice_url":
            return bool(solution.practice_url) or solution.resources.exists()
        case "primary_goal":
            return solution.primary_goal_id is not None
    return bool(str(getattr(solution, name)).strip())


def _picture(solution: Solution) -> dict[str, str]:
    if solution.cover_image and not solution.image_alt:
        return {"image_alt": str(_("Say in words what the picture shows."))}
    return {}
