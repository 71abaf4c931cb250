"""Flag a problem: for any reader, without an account and without a script."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from galaxy.core.http import client_address
from galaxy.core.pace import Pace
from galaxy.flags import services
from galaxy.flags.forms import FlagForm
from galaxy.moderation.models import Moderated, moderated_models

pace = Pace(limit=8, seconds=600)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """About one public record. A program that gives itself away hears the same thanks, and is held back."""
    item = _public(public_id)
    form = FlagForm(request.POST if request.method == "POST" else None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        if pace.allows(client_address(request)):
            said = form.cleaned_data
            services.report(
                item, reason=said["reason"], text=said["text"], email=said["email"], held=form.looks_like_spam
            )
            return redirect("flags:thanks", item.public_id.lower())
        form.add_error(
            None, _("Many reports came from your network. Wait ten minutes and send it again; it is kept here.")
        )
    context = {"item": item, "form": form, "days": settings.FLAG_ANSWER_DAYS}
    return render(request, "flags/report.html", context)


@require_safe
def thanks(request: HttpRequest, public_id: str) -> HttpResponse:
    context = {"item": _public(public_id), "days": settings.FLAG_ANSWER_DAYS}
    return render(request, "flags/thanks.html", context)


def _known(request: HttpRequest) -> dict[str, Any]:
    return {"email": request.user.email} if request.user.is_authenticated else {}


def _public(public_id: str) -> Moderated:
    """The public record of this number, of whatever kind."""
    for model in moderated_models().values():
        manager: Any = model._default_manager
        if found := manager.published().by_public_id(public_id).first():
            item: Moderated = found
            return item
    raise Http404
