"""The documentation form: each step is a page that saves what it was given."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import SignedInRequest
from galaxy.moderation.services import Incomplete, StepRefused, open_remarks
from galaxy.taxonomy.models import Language
from solutions import content, outline, services, suggestions
from solutions.access import at_work, owned, readable
from solutions.drafting import StepPage, seen_by
from solutions.forms import organizations_of
from solutions.models import Solution
from solutions.page import page_of
from solutions.parts import name_files, parts
from solutions.quality import completeness, length_faults
from solutions.steps import BY_SLUG, CHECK, Step, label_of

DIGITS = 12  # no key is longer
page_methods = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@page_methods
def create(request: SignedInRequest) -> HttpResponse:
    """The first step; saving it makes the draft, once for each page that was opened."""
    step = BY_SLUG["basics"]
    if not organizations_of(request.user):
        return render(request, "solutions/no_organization.html")
    if request.method != "POST":
        return _show(request, step, StepPage(step, user=request.user), key=uuid.uuid4())
    key = _key(request.POST.get("creation_key", ""))
    page = StepPage(step, user=request.user, data=request.POST)
    if {"title", "organization"} - set(page.values):
        return _show(request, step, page, key=key)
    draft = services.create_draft(page.values, by=request.user, key=key)
    return _save(request, step, draft)


@login_required
@require_GET
def resume(request: SignedInRequest, public_id: str) -> HttpResponse:
    """To the field named by ?field=, or to the first step where something is missing."""
    solution = at_work(owned(public_id, request.user))
    field = request.GET.get("field", "")
    if not solution.is_editable:
        return redirect(solution.get_status_url())
    if label_of(field):
        return redirect(outline.field_url(solution, field))
    return redirect(outline.step_url(solution, outline.first_open(solution.missing())))


@login_required
@page_methods
def edit(request: SignedInRequest, public_id: str, step: str) -> HttpResponse:
    solution = at_work(owned(public_id, request.user))
    if step not in BY_SLUG:
        raise Http404
    if not solution.is_editable:
        return _refuse(request, solution)
    if request.method == "POST":
        return _save(request, BY_SLUG[step], solution)
    return _show(request, BY_SLUG[step], StepPage(BY_SLUG[step], user=request.user, solution=solution), solution)


@login_required
@page_methods
def check(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The last step: what is missing, what looks alike, in which language it is, and sending."""
    solution = at_work(owned(public_id, request.user))
    if not solution.is_editable:
        return _refuse(request, solution) if request.method != "POST" else redirect(_receipt(solution))
    if request.method == "POST":
        if language := request.POST.get("language", ""):
            return _set_language(request, solution, language)
        if _is_sent(request, solution):
            return redirect(_receipt(solution))
    missing = {} if solution.is_imported else solution.missing()
    spoken = solution.spoken_language()
    context = {
        "solution": solution,
        "gaps": outline.gaps(solution, missing),
        "doubts": outline.doubts(solution),
        "tried": request.method == "POST",
        "may_send": not missing,
        "alike": [each for each in solution.look_alikes() if not each.answer],
        "spoken": Language(spoken) if spoken else None,
        "complete": completeness(solution),
        "steps": outline.steps(solution, CHECK, missing),
    }
    return render(request, "solutions/check.html", context)


def _set_language(request: SignedInRequest, solution: Solution, language: str) -> HttpResponse:
    """With one click on the page of the check."""
    if language in Language.values:
        seen = {"language": content.digest(solution.language)}
        with suppress(StepRefused):  # the page of the check says why
            services.save_step(solution, {"language": language}, by=request.user, seen=seen)
    return redirect("solutions:check", solution.public_id.lower())


def _is_sent(request: SignedInRequest, solution: Solution) -> bool:
    """False where something is missing, or looks alike and was not answered for."""
    same = request.POST.get("translation", "")
    translates = int(same) if same.isdecimal() and len(same) < DIGITS else None
    try:
        sent = services.send(solution, by=request.user, different="different" in request.POST, translates=translates)
    except (Incomplete, services.PossibleDuplicates):
        return False
    except StepRefused:
        return True  # a moment ago, by a second click or a colleague
    if not sent.is_waiting:
        messages.success(request, _("Published. Small changes by a verified organization need no review."))
    return True


@login_required
@require_GET
def preview(request: SignedInRequest, public_id: str) -> HttpResponse:
    """As readers will see it, for its people and moderators only."""
    solution = at_work(readable(public_id, request.user))
    shown = Solution.objects.for_detail().get(pk=solution.pk)
    may_edit = Solution.objects.editable_by(request.user).filter(pk=solution.pk).exists()
    return render(
        request, "solutions/solution_detail.html", {**page_of(shown), "is_preview": True, "may_edit": may_edit}
    )


def _save(request: SignedInRequest, step: Step, solution: Solution) -> HttpResponse:
    """Save what is right, tell what is wrong, go on where all is well."""
    page = StepPage(step, user=request.user, solution=solution, data=request.POST, files=request.FILES)
    for line, upload in page.sent_files():
        try:
            line.keep(services.keep_file(solution, upload))
        except StepRefused as refused:
            line.add_error("upload", str(refused))
    values = {name: value for name, value in page.values.items() if request.POST.get(f"take_{name}") != "theirs"}
    try:
        saved = services.save_step(solution, values, by=request.user, seen=seen_by(request.POST))
        solution = _save_picture(page, saved.solution)
    except StepRefused as refused:
        return _refuse(request, solution, str(refused))
    if step.slug == "goals":
        services.record_suggestions(solution, suggestions.unsealed(solution, request.POST.get("offered", "")))
    page.stored = StepPage(step, user=request.user, solution=solution).stored
    if request.headers.get("X-Autosave"):
        return _autosaved(page, saved)
    if page.reshape() or page.problems or saved.conflicts:
        return _show(request, step, page, solution, conflicts=saved.conflicts)
    if "later" in request.POST:
        messages.success(request, _("Saved. You can come back at any time, on any device."))
        return redirect(solution.get_status_url())
    return redirect(outline.step_url(solution, outline.after(step.slug)))


def _save_picture(page: StepPage, solution: Solution) -> Solution:
    said = page.form.cleaned_data
    if said.get("cover_image"):
        return services.attach_image(solution, said["cover_image"])
    if said.get("remove_image") and solution.cover_image:
        return services.remove_image(solution)
    return solution


def _autosaved(page: StepPage, saved: services.Saved) -> HttpResponse:
    """409 tells the page that somebody else wrote one of its fields; the others are saved all the same."""
    solution = saved.solution
    told = {"saved_at": solution.updated_at.isoformat(), "version": solution.version, "seen": page.seen}
    return JsonResponse(told, status=409 if saved.conflicts else 200)


def _show(
    request: SignedInRequest,
    step: Step,
    page: StepPage,
    solution: Solution | None = None,
    *,
    key: Any = "",
    conflicts: dict[str, Any] | None = None,
) -> HttpResponse:
    conflicts = conflicts or {}
    missing = solution.missing() if solution else {}
    name_files(page, solution)
    context = {
        "step": step,
        "page": page,
        "form": page.form,
        "solution": solution,
        "creation_key": key,
        "conflicts": bool(conflicts),
        "parts": parts(
            page, open_remarks(solution) if solution else [], length_faults(solution) if solution else {}, conflicts
        ),
        "steps": outline.steps(solution, step.slug, missing),
        "complete": completeness(solution) if solution else 0,
    }
    if step.slug == "goals" and solution:
        offers = suggestions.offers(solution, {name: page.form[name].value() for name in suggestions.FIELDS})
        context |= {"offers": offers, "sealed": suggestions.sealed(solution, offers)}
    return render(request, step.template, context)


def _refuse(request: SignedInRequest, solution: Solution, reason: str = "") -> HttpResponse:
    """It is not a draft (any more): nothing is changed, and its page says how it stands."""
    reason = reason or _("This cannot be changed now: it is “%(status)s”.") % {"status": solution.get_status_display()}
    if request.headers.get("X-Autosave"):
        return JsonResponse({"error": reason}, status=409)
    messages.warning(request, reason)
    return redirect(solution.get_status_url())


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _receipt(solution: Solution) -> str:
    return reverse("solutions:receipt", args=[solution.public_id.lower()])
