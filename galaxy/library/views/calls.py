"""Calls for research of a think tank, for its focal point and editors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from galaxy.library import services
from galaxy.library.forms import CallForm
from galaxy.library.models import ResearchCall
from galaxy.moderation.services import StepRefused
from partners import access
from partners.models import Organization


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: SignedInRequest, public_id: str) -> HttpResponse:
    """All calls of an organization, open ones first, and the form for another."""
    organization = _announcing(request, public_id)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.announce(organization, form.cleaned_data, by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The call is on the page of think tanks until its last day."))
            return redirect("library:calls", public_id)
    context = {
        "form": form,
        "organization": organization,
        "calls": organization.research_calls.order_by("-closes_on", "pk"),
        "crumbs": _crumbs(organization),
    }
    return render(request, "library/calls.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_call(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    organization = _announcing(request, public_id)
    call = get_object_or_404(ResearchCall, pk=pk, organization=organization)
    form = CallForm(request.POST or None, instance=call)
    if request.method == "POST" and form.is_valid():
        services.rewrite(call, form.cleaned_data, by=request.user)
        messages.success(request, _("The call was changed."))
        return redirect("library:calls", public_id)
    context = {"form": form, "organization": organization, "call": call, "crumbs": _crumbs(organization)}
    return render(request, "library/call_change.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    organization = access.as_manager(request.user, public_id).organization
    call = get_object_or_404(ResearchCall, pk=pk, organization=organization)
    if request.method == "POST":
        services.take_down(call, by=request.user)
        messages.success(request, _("The call was taken down."))
        return redirect("library:calls", public_id)
    context = {
        "title": _("Take down “%(title)s”?") % {"title": call.title},
        "text": _("It leaves the page of think tanks at once. It cannot be brought back; you can write it again."),
        "label": _("Take it down"),
        "back": reverse("library:calls", args=[public_id]),
        "crumbs": _crumbs(organization),
    }
    return render(request, "partners/membership_confirm.html", context)


def _announcing(request: SignedInRequest, public_id: str) -> Organization:
    """The organization, where it may announce calls and this person takes care of it."""
    organization = access.as_manager(request.user, public_id).organization
    if not services.may_announce(organization):
        raise Http404
    return organization


def _crumbs(organization: Organization) -> list[tuple[str, str]]:
    return [(reverse("portal:think_tanks"), _("Think tanks")), (organization.get_status_url(), organization.name)]
