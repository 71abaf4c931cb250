"""Who is told of a question, and what becomes of it when its practice is merged."""

from typing import Any

from accounts.models import User
from galaxy.moderation.consequences import Consequences, register
from galaxy.notifications.services import notify
from solutions.models import Solution
from solutions.questions.models import Question


@register
class Asked(Consequences):
    name = "asked"
    model = Question

    def mentions(self, item: Any) -> list[Solution]:
        return [item.solution]

    def published(self, item: Any, *, by: User) -> None:
        notify("questions.asked", item=item, actor=by)


@register
class Questions(Consequences):
    name = "questions"
    model = Solution

    def merged(self, item: Any, into: Any, *, by: User) -> dict[str, Any]:
        questions = Question.objects.filter(solution=item)
        moved = list(questions.values_list("pk", flat=True))
        questions.update(solution=into)
        return {"keys": moved}

    def split(self, item: Any, original: Any, moved: dict[str, Any], *, by: User) -> None:
        Question.objects.filter(pk__in=moved.get("keys", []), solution=original).update(solution=item)
