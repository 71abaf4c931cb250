"""Who needs a second factor meets it before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

GUARDED = {"admin", "moderation"}


class SecondFactorMiddleware:
    """One query, and only for moderators and administrators at pages of their work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.REQUIRE_SECOND_FACTOR or match is None or GUARDED.isdisjoint(match.namespaces):
            return None
        user = request.user
        if not user.is_authenticated or not user.is_staff or has_second_factor(user.pk):
            return None
        messages.warning(request, _("Your role needs a second step at sign-in. Set one up, then go on."))
        return redirect("mfa_index")


def has_second_factor(user_pk: int) -> bool:
    """Recovery codes alone do not count: they come with one of the others."""
    authenticators = Authenticator.objects.filter(user_id=user_pk)
    return authenticators.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
