"""What "My page" shows of questions: those that wait for one's answer, and one's own."""

from typing import Any

from accounts.models import User
from accounts.sections import register_section
from solutions.questions.models import Question

MOST = 20


def questions(user: User) -> dict[str, Any] | None:
    """Nothing for who neither asked nor is asked."""
    to_answer = list(Question.objects.to_answer_by(user)[:MOST])
    asked = list(Question.objects.asked_by(user)[:MOST])
    return {"to_answer": to_answer, "asked": asked} if to_answer or asked else None


register_section(45, "questions/section.html", questions)
