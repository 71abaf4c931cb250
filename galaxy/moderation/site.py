"""Django's admin as the portal uses it: signed in by allauth, with the queue as the first page of moderators."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from galaxy.freshness.models import Link
from galaxy.moderation import views
from galaxy.moderation.models import moderated_models
from galaxy.search.models import FailedSearch

View = Callable[..., HttpResponseBase]


class ReviewSite(admin.AdminSite):
    site_header = _("Review and administration")
    site_title = _("Administration")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own: list[URLResolver | URLPattern] = [
            path("queue/", self.admin_view(views.queue), name="queue"),
            path("dashboard/", self.admin_view(views.dashboard), name="dashboard"),
            path("queue/publish/", self.admin_view(views.publish_selected), name="publish_selected"),
            path("queue/together/", self.admin_view(views.together), name="together"),
            path("review/<str:kind>/<int:pk>/", self.admin_view(views.review), name="review"),
            path("review/<str:kind>/<int:pk>/remark/", self.admin_view(views.remark), name="remark"),
            path(
                "review/<str:kind>/<int:pk>/remark/<int:remark_pk>/remove/",
                self.admin_view(views.remove_remark),
                name="remove_remark",
            ),
            path("review/<str:kind>/<int:pk>/<str:step>/", self.admin_view(views.decide), name="decide"),
        ]
        return own + super().get_urls()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who is signed in and has no business here is refused, not asked to sign in again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return guarded

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:index")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "moderated_lists": self._lists()}

    def _lists(self) -> list[dict[str, Any]]:
        """Links to what moderators read, for the head of every page."""
        read: list[type[Model]] = [*moderated_models().values(), FailedSearch, Link]
        models = [model for model in read if self.is_registered(model)]
        models += [model for model, own in self._registry.items() if getattr(own, "for_moderators", False)]
        return [
            {
                "label": model._meta.verbose_name_plural,
                "url": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
            }
            for model in models
        ]

    def index(self, request, extra_context=None):
        if not request.user.is_superuser:
            return redirect("admin:queue")
        return super().index(request, extra_context)
