"""Questions and answers stay when a person goes, without the name."""

from accounts.models import User
from accounts.personal import Holder, register
from solutions.questions.models import Question


@register
class QuestionHolder(Holder):
    name = "questions"

    def forget(self, user: User) -> None:
        Question.objects.filter(author=user).update(shows_name=False, organization=None)
        Question.objects.filter(answered_by=user).update(answer_shows_name=False)
