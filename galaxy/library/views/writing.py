"""Telling of a publication, seeing where it stands, changing and withdrawing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from galaxy.library import services
from galaxy.library.access import owned
from galaxy.library.forms import PublicationForm, WithdrawForm
from galaxy.library.models import Publication
from galaxy.moderation import services as moderation
from galaxy.moderation.editing import ChangedMeanwhile, current_text
from galaxy.moderation.log import decisions_of
from galaxy.moderation.services import StepRefused, open_remarks
from galaxy.moderation.waiting import usual_wait
from partners.models import Organization
from partners.stations import stations


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """One page. Who may not write for any organization is told the way to one."""
    if not Organization.objects.writable_by(request.user).exists():
        return render(request, "library/no_organization.html", {"crumbs": _crumbs()})
    form = PublicationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and (publication := _handed_in(request, form)):
        messages.success(request, _("Sent. A moderator looks at it before it is public."))
        return redirect(publication.get_status_url())
    context = {"form": form, "groups": form.groups(), "wait": usual_wait(Publication), "crumbs": _crumbs()}
    return render(request, "library/publication_create.html", context)


def _handed_in(request: SignedInRequest, form: PublicationForm) -> Publication | None:
    try:
        return services.hand_in(form.values(), key=form.key, by=request.user)
    except StepRefused as refused:
        form.add_error(None, str(refused))
        return None


@login_required
@require_safe
def status(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Where it stands, for the people of its organization."""
    publication = owned(public_id, request.user)
    text = current_text(publication)
    decisions = list(decisions_of(text).filter(object_id=text.pk))
    context = {
        "publication": publication,
        "text": text,
        "stations": stations(text, decisions, begun=_("Written")),
        "wait": usual_wait(Publication),
        "last": decisions[-1] if decisions else None,
        "remarks": _named_remarks(text, request),
        "crumbs": [(reverse("accounts:home"), _("My page"))],
    }
    return render(request, "library/publication_status.html", context)


def _named_remarks(text: Publication, request: SignedInRequest) -> list[dict[str, str]]:
    """The moderator's remarks with the name of the field and the address where it is edited."""
    labels = {
        name: str(field.label) for name, field in PublicationForm(instance=text, user=request.user).fields.items()
    }
    return [
        {"label": labels.get(remark.field, ""), "text": remark.text, "url": text.get_edit_url(remark.field)}
        for remark in open_remarks(text)
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The form with the moderator's remarks; saving hands it in. Somebody else's change is shown, never overwritten."""
    publication = owned(public_id, request.user)
    text = current_text(publication)
    form = PublicationForm(request.POST or None, instance=text, user=request.user)
    differences: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.change(publication, form.values(), seen=form.cleaned_data["edit_mark"], by=request.user)
        except ChangedMeanwhile as changed:
            differences = form.differences(changed.current)
            form.opened_again(changed.current)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _told(sent))
            return redirect(publication.get_status_url())
    context = {
        "form": form,
        "groups": form.groups(open_remarks(text)),
        "publication": publication,
        "text": text,
        "differences": differences,
        "crumbs": [*_crumbs(), (publication.get_status_url(), publication.title)],
    }
    return render(request, "library/publication_edit.html", context, status=409 if differences else 200)


def _told(sent: Publication) -> str:
    """Small changes of a verified organization are public at once."""
    if sent.is_waiting:
        return _("Your change was sent. A moderator looks at it before it is shown.")
    return _("Published. Small changes by a verified organization need no review.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask for the reason, then take it out of view; a pending change goes first and leaves the public text alone."""
    publication = owned(public_id, request.user)
    text = current_text(publication)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderation.withdraw(text, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("Withdrawn."))
        except StepRefused as refused:
            messages.warning(request, str(refused))
        return redirect(publication.get_status_url())
    context = {
        "form": form,
        "publication": publication,
        "text": text,
        "crumbs": [(publication.get_status_url(), publication.title)],
    }
    return render(request, "library/publication_withdraw.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("portal:home"), _("Home")), (reverse("portal:publications"), _("Publications"))]
