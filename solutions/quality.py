"""What a solution still lacks, and how complete it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from galaxy.core.forms import count_words

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
    "lessons_learned": _("Write what you learned."),
    "what_did_not_work": _("Say what did not work, or what you would do otherwise today."),
    "replicability_conditions": _("Say what must be true elsewhere for it to work."),
    "countries": _("Name at least one country."),
    "goals": _("Choose at least one target or Goal."),
    "primary_goal": _("Choose the main Goal."),
    "themes": _("Choose one to four themes."),
    "project_status": _("Choose the status."),
    "start_date": _("Say when it began."),
    "practice_url": _("Give the address of the original, or add a link or a file under “Where to read more”."),
}
# Words of each text: at least, at most.
WORDS = {
    "summary": (40, 150),
    "challenge": (0, 1500),
    "approach": (0, 1500),
    "results": (0, 1500),
    "lessons_learned": (0, 1000),
    "what_did_not_work": (0, 1000),
    "replicability_conditions": (0, 1000),
    "sustainability": (0, 600),
    "innovation": (0, 600),
    "enabling_factors": (0, 600),
    "inputs_in_kind": (0, 300),
    "adaptation_note": (0, 400),
    "adaptation_reason": (0, 300),
}
# Words at most of the texts of one building block.
BLOCK_WORDS = {"description": 300, "enabling_factors": 150, "lessons": 150}
MOST = {"targets": 10, "themes": 4}


def missing(solution: Solution) -> dict[str, str]:
    """What must be filled or changed before it is sent, field to sentence, in the order of the form; a few queries."""
    gaps = {name: str(text) for name, text in REQUIRED.items() if not _is_filled(solution, name)}
    rows = {**_too_many(solution), **_blocks(solution)}
    return {**length_faults(solution), **gaps, **rows, **_picture(solution), **_adaptation(solution)}


def completeness(solution: Solution) -> int:
    """Percent of the required fields that are filled."""
    filled = sum(_is_filled(solution, name) for name in REQUIRED)
    return round(100 * filled / len(REQUIRED))


def length_faults(solution: Solution) -> dict[str, str]:
    """Texts that are too long or too short, field to sentence; no query."""
    found = {name: _length_fault(getattr(solution, name), *limits) for name, limits in WORDS.items()}
    return {name: text for name, text in found.items() if text}


def _length_fault(text: str, least: int, most: int) -> str:
    words = count_words(text)
    if words > most:
        return ngettext(
            "Shorten this by %(over)s word: the limit is %(limit)s.",
            "Shorten this by %(over)s words: the limit is %(limit)s.",
            words - most,
        ) % {"over": words - most, "limit": most}
    if 0 < words < least:
        return ngettext(
            "Write %(under)s word more: it needs at least %(limit)s.",
            "Write %(under)s words more: it needs at least %(limit)s.",
            least - words,
        ) % {"under": least - words, "limit": least}
    return ""


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


def _too_many(solution: Solution) -> dict[str, str]:
    texts = {
        "targets": _("Choose ten targets at most."),
        "themes": _("Choose four themes at most."),
    }
    return {name: str(text) for name, text in texts.items() if getattr(solution, name).count() > MOST[name]}


def _blocks(solution: Solution) -> dict[str, str]:
    """The first block that says too much, or nothing."""
    for block in solution.building_blocks.all():
        if not block.description:
            return {"building_blocks": str(_("%(title)s: say what this block is and how it works.") % {"title": block})}
        for name, most in BLOCK_WORDS.items():
            if fault := _length_fault(getattr(block, name), 0, most):
                return {"building_blocks": f"{block.title}: {fault}"}
    return {}


def _picture(solution: Solution) -> dict[str, str]:
    found = {}
    if solution.cover_image and not solution.image_alt:
        found["image_alt"] = str(_("Say in words what the picture shows."))
    if solution.cover_image and not solution.consent_confirmed:
        found["consent_confirmed"] = str(_("Confirm that the people in the picture agree, or remove the picture."))
    return found


def _adaptation(solution: Solution) -> dict[str, str]:
    asked = solution.adapted_from_id is not None and not solution.adaptation_note.strip()
    return {"adaptation_note": str(_("Say what you changed when you adapted it."))} if asked else {}
