"""Naming another focal point, where the one there is does not answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from partners import succession
from partners.forms import SuccessorForm
from partners.models import Membership, Organization, Succession


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def successor(request: SignedInRequest, public_id: str) -> HttpResponse:
    """For other members who may write, and for moderators; missing for all others, and while somebody answers."""
    organization = get_object_or_404(Organization.objects.canonical().by_public_id(public_id))
    if not succession.may_name(organization, request.user):
        raise Http404
    begun = Succession.objects.open().select_related("owner").get(organization=organization)
    is_moderator = not moderation.refusal(organization, request.user)
    heirs = succession.heirs(organization).exclude(user=begun.owner)
    form = SuccessorForm(
        request.POST or None, heirs=heirs if is_moderator else heirs.exclude(user=request.user), may_vacate=is_moderator
    )
    if request.method == "POST" and form.is_valid():
        try:
            succession.name(organization, to=form.cleaned_data["to"], by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _told(form.cleaned_data["to"]))
            return redirect(organization)
    context = {
        "form": form,
        "organization": organization,
        "succession": begun,
        "crumbs": [(organization.get_absolute_url(), organization.name)],
    }
    return render(request, "partners/successor.html", context)


def _told(to: Membership | None) -> str:
    if to is None:
        return _("The role was taken away. Invite somebody else from the page of its people.")
    return _("%(name)s is the focal point now.") % {"name": to.user}
