"""Goals and themes that a text speaks of. They are offered, a person decides, and what became of them is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils.translation import gettext as _

from galaxy.ml import sdg, themes
from galaxy.taxonomy.labels import vocabulary

if TYPE_CHECKING:
    from solutions.models import Solution

SALT = "solutions.suggestions"
READ = ("title", "tagline", "summary", "challenge", "approach", "results")
FIELDS = ("goals", "targets", "primary_goal", "themes")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """One that the solution does not have. `field` and `code` are what a tick sends."""

    field: str
    code: str
    name: str
    reason: str
    probability: float
    model: str


def offers(solution: "Solution", values: Values) -> list[Offer]:
    """At most three Goals and three themes beside those in `values`; some 60 ms, no query."""
    text = "\n".join(filter(None, (getattr(solution, name) for name in READ)))
    had = taken(values)
    found = [*_goals(text, solution.language), *_themes(text, solution.language)]
    return [offer for offer in found if offer.code not in had[offer.field]]


def taken(values: Values) -> dict[str, set[str]]:
    """Codes of the Goals, be it by a target of theirs, and of the themes that these values name."""
    targets = vocabulary().targets
    told = {str(targets[code].goal) for code in values.get("targets") or [] if code in targets}
    goals = {*(values.get("goals") or []), *told, values.get("primary_goal") or ""} - {""}
    return {"goals": goals, "themes": set(values.get("themes") or [])}


def chosen(solution: "Solution") -> Values:
    """What the solution has; three queries."""
    return {
        "goals": [str(pk) for pk in solution.goals.values_list("pk", flat=True)],
        "themes": list(solution.themes.values_list("pk", flat=True)),
    }


def sealed(solution: "Solution", shown: Iterable[Offer]) -> str:
    """What a page has shown, for the form that comes back from it; nobody else can write it."""
    lines = [(offer.field, offer.code, round(offer.probability, 3), offer.model) for offer in shown]
    return signing.dumps([solution.pk, lines], salt=SALT) if lines else ""


def unsealed(solution: "Solution", text: str) -> list[tuple[str, str, float, str]]:
    """(field, code, probability, model) of each; nothing where it was not written here for this solution."""
    try:
        pk, lines = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return []
    return [tuple(line) for line in lines] if pk == solution.pk else []


def _goals(text: str, language: str) -> list[Offer]:
    names = vocabulary().goals
    return [
        Offer(
            "goals",
            str(found.goal),
            f"{found.goal}. {names[found.goal].name}",
            _("because of: %(words)s") % {"words": " · ".join(found.words)} if found.words else "",
            found.probability,
            found.model,
        )
        for found in sdg.suggest(text, language)
        if found.goal in names
    ]


def _themes(text: str, language: str) -> list[Offer]:
    words = vocabulary()
    known = [themes.Theme(theme.code, theme.name, theme.primary_goal, tuple(theme.goals)) for theme in words.theme_list]
    return [
        Offer(
            "themes",
            found.code,
            words.themes[found.code].name,
            _("because of Goal %(number)s") % {"number": found.goal},
            min(found.score, 1.0),
            found.model,
        )
        for found in themes.suggest(text, language, known)
    ]
