"""What was suggested to an author, and what was kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from solutions.models.solution import Solution


class SuggestionKind(models.TextChoices):
    """By the name of the field that it belongs to."""

    GOAL = "goals", _("Goal")
    THEME = "themes", _("theme")


class Suggestion(models.Model):
    """A Goal or theme that was suggested to an author, and whether the solution has it."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="suggestions", verbose_name=_("solution"))
    kind = models.CharField(_("kind"), max_length=10, choices=SuggestionKind)
    code = models.CharField(_("Goal or theme"), max_length=40)
    probability = models.FloatField(_("probability"))
    model = models.CharField(_("suggested by"), max_length=40)
    kept = models.BooleanField(_("kept"), default=False)
    suggested_at = models.DateTimeField(_("suggested at"), auto_now_add=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-suggested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "kind", "code", "model"], name="solutions_suggestion_once_per_model"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
