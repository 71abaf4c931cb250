"""Offices and their headquarters: either side begins, the other says yes or no."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from galaxy.moderation.services import StepRefused
from partners import access
from partners import offices as services
from partners.forms import OfficeForm
from partners.models import Organization


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: SignedInRequest, public_id: str) -> HttpResponse:
    """For the headquarters: its offices, those that name it, and the form to claim one."""
    headquarters = access.as_manager(request.user, public_id).organization
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            office = services.claim(form.cleaned_data["office"], headquarters=headquarters, by=request.user)
        except StepRefused as refused:
            form.add_error("office", str(refused))
        else:
            messages.success(request, _told(office))
            return redirect("partners:offices", public_id)
    context = {
        "form": form,
        "organization": headquarters,
        "naming": Organization.objects.naming(headquarters),
        "offices": Organization.objects.offices_of(headquarters),
        "crumbs": [(headquarters.get_status_url(), headquarters.name)],
    }
    return render(request, "partners/organization_offices.html", context)


def _told(office: Organization) -> str:
    if office.is_parent_confirmed:
        return _("%(name)s is now shown as your office.") % {"name": office.name}
    return _("%(name)s is asked whether it is your office.") % {"name": office.name}


@login_required
@require_POST
def confirm_office(request: SignedInRequest, public_id: str, office_id: str) -> HttpResponse:
    headquarters = access.as_manager(request.user, public_id).organization
    naming = Organization.objects.naming(headquarters).by_public_id(office_id)
    office = services.confirm(get_object_or_404(naming), by=request.user)
    messages.success(request, _told(office))
    return redirect("partners:offices", public_id)


@login_required
@require_POST
def answer_claim(request: SignedInRequest, public_id: str) -> HttpResponse:
    """For the office: whether it belongs to the headquarters that claims it."""
    office: Any = access.as_caretaker(request.user, public_id)
    accepts = bool(request.POST.get("accept"))
    try:
        office = (services.agree if accepts else services.disagree)(office, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        words = {"name": office.parent} if accepts else {}
        told = _("You are shown as an office of %(name)s now.") if accepts else _("They are told that it is not so.")
        messages.success(request, told % words)
    return redirect("partners:members", public_id)
