"""Where a draft stands: its steps, and what is missing, with the way there."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from galaxy.moderation import comparison, screening
from solutions.models import Solution
from solutions.steps import BY_SLUG, CHECK, STEPS, anchor, content_name, label_of, step_of


@dataclass(frozen=True)
class Gap:
    """One thing to do before it can be sent."""

    field: str
    label: str
    text: str
    url: str


def step_url(solution: Solution, step: str) -> str:
    number = solution.public_id.lower()
    return (
        reverse("solutions:check", args=[number]) if step == CHECK else reverse("solutions:edit", args=[number, step])
    )


def field_url(solution: Solution, field: str) -> str:
    """To the field itself, on its step."""
    return f"{step_url(solution, step_of(field))}#{anchor(field)}"


def gaps(solution: Solution, missing: dict[str, str]) -> list[Gap]:
    """What is missing, in the order of the form."""
    order = [name for step in STEPS for name in step.names]
    names = sorted(missing, key=lambda name: order.index(content_name(name)) if name in order else len(order))
    return [Gap(name, label_of(name), missing[name], field_url(solution, name)) for name in names]


def doubts(solution: Solution) -> list[Gap]:
    """What a machine wonders at, and its author may leave as it is; a few queries."""
    found = screening.doubts(solution, comparison.parts(solution))
    return [
        Gap(
            one.field,
            label_of(one.field),
            one.text,
            field_url(solution, one.field) if step_of(one.field) != CHECK else "",
        )
        for one in found
    ]


def steps(solution: Solution | None, current: str, missing: dict[str, str]) -> list[dict[str, Any]]:
    """As components/steps.html and the list on the last page take them."""
    open_steps = {step_of(name) for name in missing}
    titles = [(step.slug, str(step.title)) for step in STEPS]
    return [
        {
            "slug": slug,
            "label": _("Step %(number)s, %(title)s") % {"number": number, "title": title},
            "title": title,
            "url": step_url(solution, slug) if solution else "",
            "done": bool(solution) and slug != CHECK and slug not in open_steps,
            "current": slug == current,
            "gaps": sum(1 for name in missing if step_of(name) == slug),
        }
        for number, (slug, title) in enumerate([*titles, (CHECK, _("Check and send"))], 1)
    ]


def after(step: str) -> str:
    """The step that follows."""
    slugs = [*BY_SLUG, CHECK]
    return slugs[min(slugs.index(step) + 1, len(slugs) - 1)]


def first_open(missing: dict[str, str]) -> str:
    """The first step where something is missing; the check where nothing is."""
    found = {step_of(name) for name in missing}
    return next((slug for slug in BY_SLUG if slug in found), CHECK)
