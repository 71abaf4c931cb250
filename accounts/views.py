"""Pages of one's own account that django-allauth does not bring."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import personal, services
from accounts.forms import ProfileForm
from accounts.sections import all_sections


class LogoutView(allauth_views.LogoutView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Browsers drop what they kept of the pages, so that going back shows nothing."""
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@login_required
def home(request):
    """What waits for this person, from every app that has something to say."""
    found = [(section, section.context(request.user)) for section in all_sections()]
    sections = [
        render_to_string(section.template, context, request) for section, context in found if context is not None
    ]
    return render(request, "accounts/home.html", {"sections": sections})


@login_required
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@login_required
def data(request):
    return render(request, "accounts/data.html", {"obstacles": personal.obstacles(request.user)})


@require_POST
@login_required
@reauthentication_required(app="allauth.account")
def export(request):
    """All that is held of the person, as a file; nothing of it is kept on the server."""
    response = JsonResponse(personal.copy_of(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@login_required
@reauthentication_required(app="allauth.account")
def leave(request):
    """Say what goes and what stays; by POST, do it."""
    obstacles = personal.obstacles(request.user)
    if request.method == "POST" and not obstacles:
        try:
            services.anonymize(request.user, by=request.user)
        except services.Refused as refusal:
            obstacles = list(refusal.reasons)
        else:
            logout(request, show_message=False)
            messages.success(request, _("Your account is gone. Thank you for what you shared."))
            return redirect("portal:home")
    return render(request, "accounts/leave.html", {"obstacles": obstacles})
