"""What authors said of public solutions that look like theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from solutions.models.solution import Solution


class LikenessAnswer(models.TextChoices):
    DIFFERENT = "different", _("The author says that this is another practice.")
    TRANSLATION = "translation", _("The author says that theirs is a translation of it.")


class Likeness(models.Model):
    """One answer about one public solution; its author is not asked again. That of a change stays with the original."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Solution, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=20, choices=LikenessAnswer)
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["solution", "other"], name="solutions_likeness_once")]

    def __str__(self) -> str:
        return f"{self.solution_id} {self.answer} {self.other_id}"
