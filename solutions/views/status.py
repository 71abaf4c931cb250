"""Where a submission stands, for its people: receipt, remarks, and what they may do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from galaxy.freshness.links import links_of
from galaxy.moderation import services as moderation
from galaxy.moderation.log import decisions_of
from galaxy.moderation.models import Status
from galaxy.moderation.services import StepRefused, open_remarks
from galaxy.moderation.waiting import usual_wait
from solutions import outline
from solutions.access import at_work, owned
from solutions.drafting import StepPage
from solutions.forms import WithdrawForm
from solutions.models import Solution
from solutions.parts import in_words
from solutions.quality import completeness
from solutions.reviews.ratings import latest
from solutions.stations import stations
from solutions.steps import BY_SLUG, anchor, content_name, label_of, step_of

# Only now its people see the points; before, they may still change.
DECIDED = (Status.CHANGES_REQUESTED, Status.APPROVED, Status.PUBLISHED, Status.REJECTED)


@login_required
@require_GET
def receipt(request: SignedInRequest, public_id: str) -> HttpResponse:
    solution = at_work(owned(public_id, request.user))
    if not solution.is_waiting:
        return redirect(solution.get_status_url())
    context = {"solution": solution, "wait": usual_wait(Solution), "ahead": Solution.objects.ahead_of(solution).count()}
    return render(request, "solutions/receipt.html", context)


@login_required
@require_GET
def status(request: SignedInRequest, public_id: str) -> HttpResponse:
    canonical = owned(public_id, request.user)
    solution = at_work(canonical)
    decisions = list(decisions_of(canonical))
    missing = solution.missing() if solution.is_editable and not solution.is_imported else {}
    context = {
        "canonical": canonical,
        "solution": solution,
        "stations": stations(solution, decisions),
        "decisions": decisions,
        "note": decisions[-1].note if decisions else "",
        "remarks": _remarks(solution, request) if solution.status == Status.CHANGES_REQUESTED else [],
        "review": latest(solution) if solution.status in DECIDED else None,
        "wait": usual_wait(Solution),
        "ahead": Solution.objects.ahead_of(solution).count() if solution.is_waiting else 0,
        "gaps": outline.gaps(solution, missing),
        "complete": completeness(solution),
        "links": [] if solution.is_editable else links_of(solution),
        "resume_url": solution.get_edit_url(),
        "check_url": outline.step_url(solution, "check"),
    }
    return render(request, "solutions/status.html", context)


@login_required
@require_POST
def recall(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take it back from the queue, to write on."""
    solution = at_work(owned(public_id, request.user))
    try:
        moderation.recall(solution, by=request.user)
    except StepRefused as refused:
        messages.warning(request, str(refused))
        return redirect(solution.get_status_url())
    messages.success(request, _("Taken back. It is a draft again; send it when you are ready."))
    return redirect(solution.get_edit_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask for the reason, then take it out of view; a pending change goes first and leaves the public text alone."""
    canonical = owned(public_id, request.user)
    solution = at_work(canonical)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderation.withdraw(solution, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("Withdrawn. Nothing is deleted: you can reopen it as a draft."))
        except StepRefused as refused:
            messages.warning(request, str(refused))
        return redirect(canonical.get_status_url())
    return render(request, "solutions/withdraw.html", {"solution": solution, "canonical": canonical, "form": form})


@login_required
@require_POST
def reopen(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Make a draft again of what was withdrawn or not accepted."""
    solution = owned(public_id, request.user)
    try:
        moderation.reopen(solution, by=request.user)
    except StepRefused as refused:
        messages.warning(request, str(refused))
        return redirect(solution.get_status_url())
    return redirect(solution.get_edit_url())


@login_required
@require_POST
def revise(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Begin, or go on with, a change of a public solution; the public page stays as it is."""
    solution = owned(public_id, request.user)
    try:
        revision = moderation.start_revision(solution, by=request.user)
    except StepRefused as refused:
        messages.warning(request, str(refused))
        return redirect(solution.get_status_url())
    return redirect(outline.step_url(revision, "basics") if revision.is_editable else revision.get_status_url())


def _remarks(solution: Solution, request: SignedInRequest) -> list[dict[str, object]]:
    """Each with the text it is about and the way to the field."""
    pages: dict[str, StepPage] = {}
    found: list[dict[str, object]] = []
    for remark in open_remarks(solution):
        name, step = content_name(remark.field), step_of(remark.field)
        if step in BY_SLUG and step not in pages:
            pages[step] = StepPage(BY_SLUG[step], user=request.user, solution=solution)
        page = pages.get(step)
        yours = in_words(page, name, page.stored[name]) if page and name in page.stored else ""
        url = outline.field_url(solution, name) if page else solution.get_edit_url()
        found.append(
            {
                "label": label_of(name),
                "yours": yours,
                "text": remark.text,
                "at": remark.sent_at,
                "url": url,
                "id": anchor(name),
            }
        )
    return found
