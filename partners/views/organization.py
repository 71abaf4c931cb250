"""Registering an organization, seeing where it stands, and changing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from galaxy.moderation.editing import ChangedMeanwhile, current_text
from galaxy.moderation.log import decisions_of
from galaxy.moderation.services import StepRefused, open_remarks
from galaxy.moderation.waiting import usual_wait
from partners import access, services
from partners.forms import EditForm, RegistrationForm
from partners.models import Organization, domain_of
from partners.stations import stations
from partners.succession import may_name

SHOWN = 5


def register(request):
    """One page. Look-alikes are shown once; whoever then says that theirs is new goes on."""
    if not request.user.is_authenticated:
        return _start(request)
    form = RegistrationForm(request.POST or None)
    alike: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        alike = _alike(form.cleaned_data, seen=request.POST.get("seen", ""))
        if not alike and (organization := _registered(request, form)):
            return redirect(organization.get_status_url())
    seen = ",".join(str(one["pk"]) for one in alike) or request.POST.get("seen", "")[:200]
    context = {"form": form, "groups": form.groups(), "alike": alike, "seen": seen, "crumbs": _crumbs()}
    return render(request, "partners/organization_register.html", context)


def _start(request):
    """What a visitor needs to know before: an account first, then the form."""
    if request.method == "POST":
        return redirect_to_login(request.path)
    return render(request, "partners/organization_start.html", {"crumbs": _crumbs(), "wait": usual_wait(Organization)})


def _registered(request: SignedInRequest, form: RegistrationForm) -> Organization | None:
    data = form.cleaned_data
    try:
        return services.register(form.values(), key=data["creation_key"], position=data["position"], by=request.user)
    except StepRefused as refused:
        form.add_error(None, str(refused))
        return None


def _alike(data: dict[str, Any], *, seen: str) -> list[dict[str, Any]]:
    """Public organizations that may be the same and have not been shown yet, each with the reason."""
    domain = domain_of(data["website"])
    found = Organization.objects.resembling(
        name=data["name"],
        acronym=data["acronym"],
        domain="" if domain in services.SHARED_HOSTS else domain,
        country=data["country"] and data["country"].pk,
    ).select_related("country")[:SHOWN]
    shown = seen.split(",")
    return [
        {
            "pk": organization.pk,
            "organization": organization,
            "reason": _("Same website") if domain and organization.domain == domain else _("Similar name"),
            "join_url": reverse("partners:join", args=[organization.public_id.lower()]),
        }
        for organization in found
        if str(organization.pk) not in shown
    ]


@login_required
@require_safe
def status(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Where it stands, for its members; of a merged one, where the one that stays does."""
    merged = Organization.objects.canonical().by_public_id(public_id).filter(duplicate_of__isnull=False).first()
    if merged:
        return redirect(merged.duplicate_of.get_status_url())
    membership = access.as_member(request.user, public_id)
    organization = membership.organization
    text = current_text(organization)
    decisions = list(decisions_of(text).filter(object_id=text.pk))
    context = {
        "organization": organization,
        "text": text,
        "membership": membership,
        "stations": stations(text, decisions, begun=_("Registered")),
        "wait": usual_wait(Organization),
        "last": decisions[-1] if decisions else None,
        "remarks": _named_remarks(text),
        "offices": Organization.objects.naming(organization) if membership.may_manage else [],
        "wants_successor": may_name(organization, request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "partners/organization_status.html", context)


def _named_remarks(text: Organization) -> list[dict[str, str]]:
    """The moderator's remarks with the name of the field and the address where it is edited."""
    labels = {name: str(field.label) for name, field in EditForm(instance=text).fields.items()}
    return [
        {"label": labels.get(remark.field, ""), "text": remark.text, "url": text.get_edit_url(remark.field)}
        for remark in open_remarks(text)
    ]


@login_required
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The form with the moderator's remarks; saving hands it in. Somebody else's change is shown, never overwritten."""
    organization = access.as_manager(request.user, public_id).organization
    text = current_text(organization)
    form = EditForm(request.POST or None, instance=text)
    differences: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.change(organization, form.values(), seen=form.cleaned_data["edit_mark"], by=request.user)
        except ChangedMeanwhile as changed:
            differences = form.differences(changed.current)
            form.opened_again(changed.current)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your change was sent. A moderator looks at it before it is shown."))
            return redirect(organization.get_status_url())
    context = {
        "form": form,
        "groups": form.groups(open_remarks(text)),
        "organization": organization,
        "text": text,
        "differences": differences,
        "crumbs": [*_crumbs(), (organization.get_status_url(), organization.name)],
    }
    return render(request, "partners/organization_edit.html", context, status=409 if differences else 200)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("portal:home"), _("Home")), (reverse("portal:organizations"), _("Organizations"))]
