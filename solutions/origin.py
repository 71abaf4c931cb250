"""The practice that a solution was adapted from: named by its number, never by one that goes back to the solution."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solutions.fields import Line, Paragraphs
from solutions.models import Solution

NUMBER = re.compile(r"SSG-S-\d{1,18}", re.IGNORECASE)
# What is told of an adaptation, beside what it was adapted from.
TOLD = ("adaptation_note", "adaptation_reason", "adaptation_cost", "adaptation_time")


def find(text: str) -> Solution | None:
    """The solution whose number stands in this text, alone or as part of an address; of a duplicate, what stays."""
    number = NUMBER.search(text)
    rows = Solution.objects.filter(revision_of=None).select_related("duplicate_of")
    found = rows.by_public_id(number[0]).first() if number else None
    return (found.duplicate_of or found) if found else None


def number_of(solution: Solution) -> str:
    """The number of what it was adapted from, as the form and the files show it; empty where there is none."""
    return Solution(pk=solution.adapted_from_id).public_id if solution.adapted_from_id else ""


def fault(parent: Solution | None, solution: Solution | None) -> str:
    """Why the one cannot have been adapted from the other; empty where it can. A query for each step upwards."""
    if parent is not None and solution is not None and parent.pk == solution.adapted_from_id:
        return ""
    if parent is None or not parent.is_published:
        return _("No public practice has this number. Copy it from the foot of its page, such as SSG-S-000123.")
    if solution is not None and solution.pk and (solution.revision_of_id or solution.pk) in lineage(parent):
        return _("“%(title)s” goes back to this practice itself. Choose the one that came first.") % {"title": parent}
    return ""


def lineage(solution: Solution) -> list[int]:
    """The keys of the solution and of all that it goes back to, nearest first."""
    keys = []
    key: int | None = solution.pk
    while key is not None and key not in keys:
        keys.append(key)
        key = Solution.objects.filter(pk=key).values_list("adapted_from", flat=True).first()
    return keys


class OriginFields(forms.Form):
    """On the step of the story. What was changed is asked only where something was adapted, and in files."""

    adapted_from = Line(label=gettext_lazy("Adapted from"), max_length=300)
    adaptation_note = Paragraphs(label=gettext_lazy("What did you change?"), max_words=400, rows=6)
    adaptation_reason = Paragraphs(label=gettext_lazy("Why did you change it?"), max_words=300, rows=4)
    adaptation_cost = Line(label=gettext_lazy("What did the adaptation cost?"), max_length=200)
    adaptation_time = Line(label=gettext_lazy("How long did it take?"), max_length=200)

    solution: Solution | None

    def shorten(self) -> None:
        """Leave out what only an adaptation tells."""
        if self.solution is not None and not self.solution.adapted_from_id:
            for name in TOLD:
                del self.fields[name]

    def clean_adapted_from(self) -> str:
        """As a number, whatever address it was copied with."""
        text = str(self.cleaned_data["adapted_from"])
        if not text:
            return ""
        parent: Any = find(text)
        if reason := fault(parent, self.solution):
            raise forms.ValidationError(reason)
        return str(parent.public_id)
