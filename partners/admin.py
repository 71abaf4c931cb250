"""Organizations and their people in the admin. Decisions are made in the review queue, never here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partners.models import Membership, Organization


class MembershipInline(admin.TabularInline):
    """To look at: members are changed by their focal point."""

    model = Membership
    fields = readonly_fields = ["user", "role", "state", "position", "created_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["name", "acronym", "type", "country", "status", "verification"]
    list_filter = ["status", "type", "verification"]
    list_select_related = ["country"]
    search_fields = ["name", "acronym", "website"]
    autocomplete_fields = ["parent"]
    filter_horizontal = ["countries_of_operation", "themes", "goals"]
    readonly_fields = ["author", "status", "verification", "submitted_at", "published_at"]
    inlines = [MembershipInline]
