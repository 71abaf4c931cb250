"""The criteria, for everybody; and the page on which an invited reviewer answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from galaxy.moderation.services import StepRefused
from galaxy.moderation.waiting import usual_wait
from solutions.models import PeerInvitation, Solution
from solutions.page import page_of
from solutions.reviews import peers
from solutions.reviews.badges import Badge
from solutions.reviews.criteria import CRITERIA, ENOUGH, MOST
from solutions.reviews.forms import DeclineForm, PeerForm


@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    context = {
        "criteria": CRITERIA,
        "enough": ENOUGH,
        "most": MOST,
        "badges": {badge.name.lower(): badge.label for badge in Badge},
        "wait": usual_wait(Solution),
    }
    return render(request, "reviews/criteria.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def peer_review(request: HttpRequest, token: str) -> HttpResponse:
    """Works without an account, once. A dead address says so (410); nothing of the record is shown by it."""
    invitation = peers.read_token(token)
    if invitation is None or not invitation.is_open:
        return _never_kept(render(request, "reviews/peer_over.html", {"invitation": invitation}, status=410))
    form, no = PeerForm(None, auto_id="peer_%s"), DeclineForm(None)
    try:
        if "decline" in request.POST:
            no = DeclineForm(request.POST)
            if no.is_valid():
                return _thanks(request, peers.decline(invitation, reason=no.cleaned_data["reason"]))
        elif request.method == "POST":
            form = PeerForm(request.POST, auto_id="peer_%s")
            if form.is_valid():
                return _thanks(request, peers.answer(invitation, form.marks))
    except StepRefused:  # answered a moment ago, by a second click
        return _thanks(request, invitation)
    record = page_of(Solution.objects.for_detail().get(pk=invitation.solution_id))
    context = {**record, "invitation": invitation, "form": form, "no": no}
    return _never_kept(render(request, "reviews/peer.html", context, status=422 if form.errors or no.errors else 200))


def _thanks(request: HttpRequest, invitation: PeerInvitation) -> HttpResponse:
    return _never_kept(render(request, "reviews/peer_thanks.html", {"invitation": invitation}))


def _never_kept(response: HttpResponse) -> HttpResponse:
    """Neither by caches nor told to other sites: the address is a key. With "no-referrer" its form would be refused."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    return response
