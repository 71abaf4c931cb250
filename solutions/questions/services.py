"""Asking, answering and taking back. Whether a question is public, galaxy.moderation decides."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation import services as moderation
from galaxy.moderation.models import WAITING
from galaxy.moderation.services import StepRefused
from galaxy.notifications.services import notify
from galaxy.search import services as search
from partners.models import Organization
from solutions.models import Solution
from solutions.questions.models import Question

MOST_WAITING = 3
MOST_A_DAY = 10
DAY = datetime.timedelta(days=1)


@transaction.atomic
def ask(
    solution: Solution,
    *,
    text: str,
    language: str,
    by: User,
    key: uuid.UUID,
    shows_name: bool = False,
    organization: Organization | None = None,
) -> Question:
    """Hand in a question for review. A second call with the same key gets the first one's question."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks at once count one after the other
    own = Question.objects.filter(author=by)
    if known := own.filter(creation_key=key).first():
        return known
    if not solution.is_published:
        raise StepRefused(_("Questions are asked on public practices only."))
    if own.filter(status__in=WAITING).count() >= MOST_WAITING:
        raise StepRefused(_("Three questions of yours wait for a moderator already. Ask again when they are through."))
    if own.filter(created_at__gte=timezone.now() - DAY).count() >= MOST_A_DAY:
        raise StepRefused(_("You asked ten questions today. Ask again tomorrow."))
    if organization is not None and not Organization.objects.editable_by(by).filter(pk=organization.pk).exists():
        raise StepRefused(_("You are not a member who may write for this organization."))
    question = Question.objects.create(
        solution=solution,
        text=text,
        language=language,
        author=by,
        creation_key=key,
        shows_name=shows_name,
        organization=organization,
    )
    return moderation.submit(question, by=by)


@transaction.atomic
def answer(question: Question, *, text: str, by: User, shows_name: bool = False) -> Question:
    """Write or rewrite the answer, public at once. Who may edit the practice may."""
    question = Question.objects.select_for_update(of=("self",)).select_related("solution").get(pk=question.pk)
    if not Solution.objects.editable_by(by).filter(pk=question.solution.pk).exists():
        raise StepRefused(_("Only the people of this practice answer."))
    if not question.is_published:
        raise StepRefused(_("This question is not public any more."))
    is_first = question.answered_at is None
    question.answer, question.answered_by, question.answer_shows_name = text, by, shows_name
    question.answered_at = question.answered_at or timezone.now()
    question.save()
    search.refresh(question.solution)
    if is_first:
        notify("questions.answered", item=question, actor=by)
    return question


def take_back(question: Question, *, by: User) -> Question:
    """Who asked takes the question back, and with it the answer."""
    if question.author_id != by.pk:
        raise StepRefused(_("Only who asked takes a question back."))
    return moderation.withdraw(question, by=by, note=_("Taken back by who asked."))
