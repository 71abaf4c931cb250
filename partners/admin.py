"""Organizations and their people in the administration: to find and to read, and to give the mark "verified"."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from galaxy.core.admin import ReadOnly
from galaxy.moderation.admin import ModeratedAdmin
from galaxy.moderation.services import StepRefused, may_review
from partners import services
from partners.models import Membership, Organization, Succession, Verification


class MembershipInline(admin.TabularInline):
    """To look at: members are changed by their focal point."""

    model = Membership
    fields = ("user", "role", "state", "position", "created_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_review(request.user)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        return super().get_queryset(request).select_related("user")


@admin.register(Succession)
class SuccessionAdmin(ReadOnly, admin.ModelAdmin):
    """Focal points who do not answer; a successor is named on the site."""

    list_display = ("organization", "owner", "reason", "begun_at", "members_asked_at", "moderators_asked_at", "outcome")
    list_filter = ("outcome", "reason")
    list_select_related = ("organization", "owner")
    list_per_page = 50
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_review(request.user)  # type: ignore[arg-type]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Where a successor is named, while one is wanted."""
        if obj is None or obj.outcome:
            return None
        return reverse("partners:successor", args=[obj.organization.public_id.lower()])


@admin.register(Organization)
class OrganizationAdmin(ModeratedAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("number", "heading", "acronym", "status", "verification", "waits", "review_link")
    search_fields = ("name", "acronym", "website")
    actions = (*ModeratedAdmin.actions, "mark_verified", "mark_unverified")
    inlines = (MembershipInline,)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), "verification", ("dormant_since", admin.EmptyFieldListFilter)]

    @admin.action(description=gettext_lazy("Mark as verified"), permissions=["view"])
    def mark_verified(self, request: HttpRequest, queryset: "models.QuerySet[Organization]") -> None:
        self._mark(request, queryset, Verification.VERIFIED)

    @admin.action(description=gettext_lazy("Take the mark “verified” away"), permissions=["view"])
    def mark_unverified(self, request: HttpRequest, queryset: "models.QuerySet[Organization]") -> None:
        self._mark(request, queryset, Verification.UNVERIFIED)

    def _mark(self, request: HttpRequest, organizations: "models.QuerySet[Organization]", mark: Verification) -> None:
        done = 0
        for organization in organizations:
            try:
                services.mark(organization, mark, by=request.user)  # type: ignore[arg-type]
                done += 1
            except StepRefused as refused:
                messages.error(request, f"{organization}: {refused}")
        if done:
            told = ngettext("%(count)s organization was marked.", "%(count)s organizations were marked.", done)
            messages.success(request, told % {"count": done})
