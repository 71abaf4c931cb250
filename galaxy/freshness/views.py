"""Where an owner says that a record is still right: from the mail, or from "My page"."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from galaxy.freshness import clock
from galaxy.freshness.clock import NotAllowed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, whoever opens it: mail scanners do. The button on the page confirms."""
    question = clock.question_of(token)
    if question is None:
        return render(request, "freshness/confirm_over.html", status=410)
    if request.method == "POST" and question.is_open:
        clock.confirm(question.item, by=question.person)
        return redirect(request.path)
    return render(request, "freshness/confirm.html", {"question": question, "item": question.item})


@require_POST
@login_required
def still_right(request: SignedInRequest, kind: str, public_id: str) -> HttpResponse:
    """The same for who is signed in; to all but its people the record looks missing."""
    item = _own(kind, public_id, request.user)
    try:
        item = clock.confirm(item, by=request.user)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Thank you. “%(title)s” counts as checked today.") % {"title": item})
    return redirect("accounts:home")


def _own(kind: str, public_id: str, user: User) -> Any:
    model = clock.verified_models().get(kind)
    rows = model.objects.editable_by(user).filter(revision_of=None).by_public_id(public_id) if model else None
    if rows is None or (item := rows.first()) is None:
        raise Http404
    return item
