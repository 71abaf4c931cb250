"""Solutions in the administration: to find and to read; what happens to one happens on its review page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from accounts.permissions import is_administrator
from galaxy.core.admin import ReadOnly
from galaxy.freshness.admin import ClockFilter
from galaxy.moderation.admin import ModeratedAdmin
from solutions.models import Solution, Suggestion
from solutions.reviews import desk, panels

panels.register_all()


@admin.register(Solution)
class SolutionAdmin(ModeratedAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = (*ModeratedAdmin.list_display, "verify_due_on")

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [ClockFilter, *super().get_list_filter(request)]

    def get_urls(self) -> list[URLPattern]:
        """What is done by the criteria, from the review page and the queue."""
        own = [
            path(address, self.admin_site.admin_view(view), name=f"solutions_solution_{name}")
            for name, address, view in desk.ADDRESSES
        ]
        return own + super().get_urls()


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly, admin.ModelAdmin):
    """What was suggested and what people made of it; the figure in the title holds for the filters that are set."""

    list_display = ("solution", "kind", "code", "probability", "model", "kept", "suggested_at")
    list_filter = ("kept", "kind", "model")
    list_select_related = ("solution",)
    list_per_page = 50
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)  # type: ignore[arg-type]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        page = super().get_changelist_instance(request)
        figures = page.queryset.order_by().aggregate(kept=Count("pk", filter=Q(kept=True)), all=Count("pk"))
        page.title = _("Suggestions: kept %(kept)s of %(all)s") % figures
        return page
