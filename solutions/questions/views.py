"""Asking a question on a practice, answering it, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from galaxy.moderation.services import StepRefused
from galaxy.moderation.waiting import usual_wait
from solutions.models import Solution
from solutions.questions import services
from solutions.questions.forms import AnswerForm, QuestionForm
from solutions.questions.models import Question

page_methods = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@page_methods
def ask(request: SignedInRequest, public_id: str) -> HttpResponse:
    solution = get_object_or_404(Solution.objects.published().by_public_id(public_id))
    language = (get_language() or "en").partition("-")[0]
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, user=request.user, initial={"language": language})
    if posted is not None and form.is_valid():
        said = form.cleaned_data
        try:
            services.ask(
                solution,
                text=said["text"],
                language=said["language"],
                by=request.user,
                key=said["creation_key"],
                shows_name=said["shows_name"],
                organization=said.get("organization"),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. A moderator reads your question first; you hear of it by mail."))
            return redirect(solution)
    context = {"solution": solution, "form": form, "wait": usual_wait(Question)}
    return render(request, "questions/ask.html", context)


@login_required
@page_methods
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the people of the practice; to others the question looks missing here."""
    own = Question.objects.published().filter(solution__in=Solution.objects.published().editable_by(request.user))
    question = get_object_or_404(own.select_related("solution"), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, initial={"text": question.answer, "shows_name": question.answer_shows_name})
    if posted is not None and form.is_valid():
        said = form.cleaned_data
        try:
            services.answer(question, text=said["text"], shows_name=said["shows_name"], by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your answer stands beneath the practice."))
            return redirect(question)
    return render(request, "questions/answer.html", {"question": question, "form": form})


@login_required
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question.objects.asked_by(request.user), pk=pk)
    try:
        services.take_back(question, by=request.user)
        messages.success(request, _("Your question is taken back."))
    except StepRefused as refused:
        messages.warning(request, str(refused))
    return redirect("accounts:home")
