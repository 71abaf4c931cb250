"""Pages of the administration where solutions are judged by the criteria. The site lets staff in; services say who."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from galaxy.moderation.forms import WhenForm
from galaxy.moderation.models import Status
from galaxy.moderation.services import StepRefused, refusal
from galaxy.moderation.views import item_of, queue_address, render_desk, review_address, review_page
from solutions.models import PeerInvitation, Solution
from solutions.reviews import peers, services
from solutions.reviews.criteria import CRITERIA, ENOUGH, MOST
from solutions.reviews.forms import InviteForm, RatingForm, ShortRatingForm

MOST_AT_ONCE = 50
TO_DECIDE = (Status.SUBMITTED, Status.IN_REVIEW)


@require_POST
def rate(request, pk):
    item, form = item_of("solution", pk), RatingForm(request.POST, auto_id="rating_%s")
    if not form.is_valid():
        return review_page(request, item, {"rating": form}, status=422)
    return _done(
        request,
        item,
        lambda: services.rate(item, form.marks, by=request.user),
        _("Your points are kept: %(total)s of %(most)s.") % {"total": sum(form.marks.scores.values()), "most": MOST},
    )


@require_POST
def invite(request, pk):
    item, form = item_of("solution", pk), InviteForm(request.POST, auto_id="invite_%s")
    if not form.is_valid():
        return review_page(request, item, {"invite": form}, status=422)
    said = form.cleaned_data
    return _done(
        request,
        item,
        lambda: peers.invite(item, by=request.user, **said),
        _("An invitation is on its way to %(email)s.") % said,
    )


@require_POST
def revoke(request, pk, invitation_pk):
    item = item_of("solution", pk)
    invitation = get_object_or_404(PeerInvitation, pk=invitation_pk, solution=item)
    return _done(
        request,
        item,
        lambda: peers.revoke(invitation, by=request.user),
        _("The invitation of %(name)s is taken back.") % {"name": invitation},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def together(request):
    """Several at once, each with its own points. What nobody scored, or what is refused, stays on the page."""
    chosen = (request.POST if request.method == "POST" else request.GET).getlist("pk")
    common = WhenForm(request.POST or None)
    judged = [(item, ShortRatingForm(request.POST or None, prefix=str(item.pk))) for item in _waiting(chosen)]
    status = 200
    if request.method == "POST":
        scored = [(item, form) for item, form in judged if not form.is_blank]
        wrong = [item for item, form in scored if not form.is_valid()]
        if common.is_valid():
            judged = _decide(request, judged, [pair for pair in scored if pair[0] not in wrong], common)
        if not judged:
            return redirect(queue_address(request))
        status = 422 if wrong or common.errors else 200
    rows = [{"item": item, "form": form, "refusal": refusal(item, request.user)} for item, form in judged]
    return render_desk(
        request,
        "reviews/together.html",
        status,
        title=_("Decide together"),
        rows=rows,
        common=common,
        criteria=CRITERIA,
        enough=ENOUGH,
        most=MOST,
    )


def _decide(request: HttpRequest, judged: Any, ready: Any, common: WhenForm) -> list[Any]:
    """Take the steps, tell what became of them, and give back what is left to decide."""
    publish_at = common.cleaned_data["publish_at"]
    outcome = services.decide_together(
        [(item, form.marks) for item, form in ready],
        by=request.user,  # type: ignore[arg-type]
        publish_at=publish_at,
    )
    _tell(request, outcome, is_later=publish_at is not None)
    done = {item.revision_of_id or item.pk for item in outcome.done} | {item.pk for item in outcome.done}
    return [(item, form) for item, form in judged if not {item.pk, item.revision_of_id} & done]


def _tell(request: HttpRequest, outcome: services.Outcome, *, is_later: bool) -> None:
    count = len(outcome.done)
    if count and is_later:
        text = ngettext("%(count)s approved for later.", "%(count)s approved for later.", count)
        messages.success(request, text % {"count": count})
    elif count:
        messages.success(request, ngettext("%(count)s published.", "%(count)s published.", count) % {"count": count})
    for item, reason in outcome.refused:
        messages.error(
            request,
            _("Not published: “%(title)s” (%(number)s). %(reason)s")
            % {"title": item, "number": item.public_id, "reason": reason},
        )
    if not (outcome.done or outcome.refused):
        messages.warning(request, _("Nothing was decided. Give points to at least one record."))


def _waiting(keys: list[str]) -> list[Solution]:
    """Those that still can be decided, the oldest first."""
    wanted = [int(key) for key in keys[:MOST_AT_ONCE] if key.isascii() and key.isdecimal() and len(key) < 19]
    rows = Solution.objects.filter(pk__in=wanted, status__in=TO_DECIDE).order_by("submitted_at", "pk")
    return list(rows.select_related("organization", "author", "claimed_by", "revision_of"))


def _done(request: HttpRequest, item: Solution, do: Callable[[], object], text: str) -> HttpResponse:
    try:
        do()
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, text)
    return redirect(f"{review_address(item)}#reviews")


# Name, address and view of each page.
ADDRESSES: list[tuple[str, str, Callable[..., HttpResponse]]] = [
    ("rate", "<int:pk>/rate/", rate),
    ("invite", "<int:pk>/invite/", invite),
    ("uninvite", "<int:pk>/invite/<int:invitation_pk>/revoke/", revoke),
    ("together", "together/", together),
]
