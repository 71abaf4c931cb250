"""Who belongs to an organization: roles, invitations, requests, hand-over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from galaxy.moderation.services import StepRefused
from partners import access, services
from partners.forms import AnswerForm, HandOverForm, InviteForm, JoinForm, RoleForm
from partners.models import Invitation, Membership, Organization


@login_required
@require_safe
def members(request: SignedInRequest, public_id: str) -> HttpResponse:
    """For members, and for moderators where nobody answers for the organization."""
    organization = get_object_or_404(Organization.objects.canonical().by_public_id(public_id))
    if not services.may_stand_in(request.user, organization):
        organization = access.as_member(request.user, public_id).organization
    return _page(request, organization, InviteForm())


@login_required
@require_POST
def invite(request: SignedInRequest, public_id: str) -> HttpResponse:
    organization = access.as_caretaker(request.user, public_id)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            services.invite(organization, **form.cleaned_data, by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % form.cleaned_data)
            return redirect("partners:members", public_id)
    return _page(request, organization, form)


@login_required
@require_POST
def resend(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    invitation = _invitation(request, public_id, pk)
    return _done(
        request, public_id, lambda: services.resend(invitation, by=request.user), _("The invitation was sent again.")
    )


@login_required
@require_POST
def revoke(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    invitation = _invitation(request, public_id, pk)
    return _done(
        request, public_id, lambda: services.revoke(invitation, by=request.user), _("The invitation was taken back.")
    )


@login_required
@require_POST
def answer(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """To a request to join: in with a role, or no with a reason."""
    organization = access.as_caretaker(request.user, public_id)
    membership = get_object_or_404(Membership, pk=pk, organization=organization)
    form = AnswerForm(request.POST, names_owner=services.may_stand_in(request.user, organization))
    if not form.is_valid():
        messages.error(request, _("Choose a role from the list."))
        return redirect("partners:members", public_id)
    data = form.cleaned_data
    if data["accept"]:
        return _done(
            request,
            public_id,
            lambda: services.accept_request(membership, role=data["role"], by=request.user),
            _("%(name)s is a member now.") % {"name": membership.user},
        )
    return _done(
        request,
        public_id,
        lambda: services.decline_request(membership, reason=data["reason"], by=request.user),
        _("The request was declined and %(name)s is told why.") % {"name": membership.user},
    )


@login_required
@require_POST
def change_role(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    membership = _other_member(request, public_id, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a role from the list."))
        return redirect("partners:members", public_id)
    role = form.cleaned_data["role"]
    return _done(
        request,
        public_id,
        lambda: services.change_role(membership, role=role, by=request.user),
        _("The role of %(name)s was changed.") % {"name": membership.user},
    )


@login_required
def remove(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    membership = _other_member(request, public_id, pk)
    if request.method == "POST":
        return _done(
            request,
            public_id,
            lambda: services.remove(membership, by=request.user),
            _("%(name)s is not a member any more.") % {"name": membership.user},
        )
    return _confirm(
        request,
        membership.organization,
        title=_("Remove %(name)s from the organization?") % {"name": membership.user},
        text=_("What they wrote stays with the organization. They are told."),
        label=_("Remove"),
    )


@login_required
def leave(request: SignedInRequest, public_id: str) -> HttpResponse:
    organization = access.as_member(request.user, public_id).organization
    if request.method == "POST":
        try:
            services.leave(organization, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
            return redirect("partners:members", public_id)
        messages.success(request, _("You have left %(name)s.") % {"name": organization.name})
        return redirect("accounts:home")
    return _confirm(
        request,
        organization,
        title=_("Leave %(name)s?") % {"name": organization.name},
        text=_("What you wrote stays with the organization. You can ask to join again."),
        label=_("Leave"),
    )


@login_required
def hand_over(request: SignedInRequest, public_id: str) -> HttpResponse:
    owner = access.as_owner(request.user, public_id)
    form = HandOverForm(request.POST or None, owner=owner)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        return _done(
            request,
            public_id,
            lambda: services.hand_over(owner.organization, to=to, by=request.user),
            _("%(name)s is the focal point now. You stay as an editor.") % {"name": to.user},
        )
    context = {"form": form, "organization": owner.organization, "crumbs": _crumbs(owner.organization)}
    return render(request, "partners/membership_handover.html", context)


@login_required
def join(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask the people of a public organization to be let in."""
    organization = get_object_or_404(Organization.objects.published().by_public_id(public_id))
    membership = Membership.objects.filter(organization=organization, user=request.user).first()
    if membership is not None and membership.is_active:
        return redirect("partners:members", public_id)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_to_join(organization, position=form.cleaned_data["position"], by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("partners:join", public_id)
    context = {
        "form": form,
        "organization": organization,
        "membership": membership,
        "is_led": Membership.objects.owners().filter(organization=organization).exists(),
        "crumbs": [(organization.get_absolute_url(), organization.name)],
    }
    return render(request, "partners/membership_join.html", context)


def accept_invitation(request, token):
    """Works without an account: the page leads to one and back. A dead address says so (410)."""
    invitation = services.read_token(token)
    if invitation is None or not invitation.is_open:
        return render(request, "partners/invitation_over.html", {"invitation": invitation}, status=410)
    is_mine = request.user.is_authenticated and services.is_for(invitation, request.user)
    if request.method == "POST" and is_mine:
        services.accept_invitation(invitation, by=request.user)
        messages.success(request, _("You belong to %(name)s now.") % {"name": invitation.organization.name})
        return redirect("partners:members", invitation.organization.public_id.lower())
    return render(request, "partners/invitation_accept.html", {"invitation": invitation, "is_mine": is_mine})


def _page(request: SignedInRequest, organization: Organization, form: InviteForm) -> HttpResponse:
    people = list(Membership.objects.active().filter(organization=organization).by_role())
    own = next((membership for membership in people if membership.user == request.user), None)
    stands_in = services.may_stand_in(request.user, organization)
    manages = stands_in or (own is not None and own.may_manage)
    asked = Membership.objects.requested().filter(organization=organization).by_role() if manages else []
    context = {
        "organization": organization,
        "people": [
            {"membership": one, "form": RoleForm(initial={"role": one.role}, auto_id=f"role_{one.pk}_%s")}
            for one in people
        ],
        "own": own,
        "manages": manages,
        "requests": [
            {"membership": one, "form": AnswerForm(names_owner=stands_in, auto_id=f"answer_{one.pk}_%s")}
            for one in asked
        ],
        "invitations": Invitation.objects.open().filter(organization=organization).order_by("pk") if manages else [],
        "form": form,
        "crumbs": _crumbs(organization),
    }
    return render(request, "partners/membership_list.html", context)


def _done(request: SignedInRequest, public_id: str, act: Callable[[], Any], told: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the people either way."""
    try:
        act()
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect("partners:members", public_id)


def _confirm(request: SignedInRequest, organization: Organization, **words: str) -> HttpResponse:
    context = {
        **words,
        "back": reverse("partners:members", args=[organization.public_id.lower()]),
        "crumbs": _crumbs(organization),
    }
    return render(request, "partners/membership_confirm.html", context)


def _invitation(request: SignedInRequest, public_id: str, pk: int) -> Invitation:
    organization = access.as_caretaker(request.user, public_id)
    return get_object_or_404(Invitation, pk=pk, organization=organization)


def _other_member(request: SignedInRequest, public_id: str, pk: int) -> Membership:
    """Another active member, for the focal point."""
    owner = access.as_owner(request.user, public_id)
    membership = Membership.objects.active().filter(pk=pk, organization=owner.organization).exclude(pk=owner.pk).first()
    if membership is None:
        raise Http404
    return membership


def _crumbs(organization: Organization) -> list[tuple[str, str]]:
    return [
        (reverse("portal:home"), _("Home")),
        (reverse("portal:organizations"), _("Organizations")),
        (organization.get_status_url(), organization.name),
    ]
