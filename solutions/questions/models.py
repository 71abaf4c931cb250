"""A question on a practice. It takes the way of every record to the public page; its answer is written there."""

from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import JSONObject, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from galaxy.moderation.alike import Alike, named_alike
from galaxy.moderation.models import Listing, Moderated, ModeratedQuerySet, Status, Step
from partners.models import Organization
from solutions.models import Solution

LONGEST = 600
LONGEST_ANSWER = 4_000


class QuestionQuerySet(ModeratedQuerySet):
    def asked_by(self, user: User) -> Self:
        return self.filter(author=user).exclude(status=Status.WITHDRAWN).select_related("solution").order_by("-pk")

    def unanswered(self) -> Self:
        return self.published().filter(answered_at=None)

    def as_rows(self) -> Any:
        """As dictionaries for the page of the practice, the newest first; names only of who shows theirs."""
        row = JSONObject(
            id="pk",
            text="text",
            language="language",
            name=_if("shows_name", "author__name"),
            organization="organization__name",
            asked_on=TruncDate("published_at"),
            answer="answer",
            answered_on=TruncDate("answered_at"),
            answered_by=_if("answer_shows_name", "answered_by__name"),
        )
        return self.order_by("-published_at", "-pk").values(row=row)

    def to_answer_by(self, user: User) -> Self:
        """Public, without an answer, on a practice that this person may edit; the oldest first."""
        own = Solution.objects.published().editable_by(user).values("pk")
        return self.unanswered().filter(solution__in=own).select_related("solution").order_by("published_at", "pk")


def _if(condition: str, name: str) -> Case:
    return Case(When(**{condition: True}, then=F(name)), default=Value(""), output_field=models.CharField())


@pghistory.track()
class Question(Moderated):
    """What a reader wants to know. `shows_name` and `organization` are as the person chose; so is the answer's name."""

    public_prefix = "Q"
    listing = Listing(
        title="text", type="language", owner="solution__organization__name", country="solution__country_links__country"
    )
    is_searched: ClassVar[bool] = False
    unused_steps: ClassVar[frozenset[Step]] = frozenset(
        {Step.REQUEST_CHANGES, Step.APPROVE, Step.MARK_DUPLICATE, Step.SPLIT, Step.REOPEN, Step.RECALL}
    )

    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="questions", verbose_name=gettext_lazy("practice")
    )
    text = models.CharField(gettext_lazy("question"), max_length=LONGEST)
    shows_name = models.BooleanField(gettext_lazy("name is shown"), default=False)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("organization that is shown"),
    )
    answer = models.TextField(gettext_lazy("answer"), blank=True)
    answered_at = models.DateTimeField(gettext_lazy("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("answered by")
    )
    answer_shows_name = models.BooleanField(gettext_lazy("name is shown at the answer"), default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = gettext_lazy("question")
        verbose_name_plural = gettext_lazy("questions")
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                name="questions_answer_has_date",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) < 80 else f"{self.text[:78].rstrip()}…"

    @property
    def anchor(self) -> str:
        return f"question-{self.pk}"

    def get_absolute_url(self) -> str:
        """Its place on the page of the practice."""
        return f"{self.solution.get_absolute_url()}#{self.anchor}"

    def get_status_url(self) -> str:
        return self.get_absolute_url() if self.is_published else f"{reverse('accounts:home')}#questions"

    def look_alikes(self) -> list[Alike]:
        """Public questions on the same practice that ask much the same."""
        same = Question.objects.published().filter(solution=self.solution).exclude(pk=self.pk)
        return named_alike(same.alike(self.text)[:3])

    def missing(self) -> dict[str, str]:
        return {} if self.text.strip() else {"text": _("Write your question.")}

    def has_conflict(self, user: User) -> bool:
        """Neither who asks nor who is asked decides."""
        return self.author_id == user.pk or self.solution.has_conflict(user)

    def region_codes(self) -> set[str]:
        return self.solution.region_codes()
