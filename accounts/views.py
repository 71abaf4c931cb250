"""Pages of one's own account that django-allauth does not bring."""

from typing import Any

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class LogoutView(allauth_views.LogoutView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Browsers drop what they kept of the pages, so that going back shows nothing."""
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/home.html")
