"""Outside addresses in the administration: to see which do not answer, and which records name them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_moderator
from galaxy.core.admin import ReadOnly
from galaxy.freshness.links import records_with
from galaxy.freshness.models import FAILURES_UNTIL_DEAD, Link, LinkState, Stage


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(LinkState.DEAD, LinkState.DEAD.label), (LinkState.FAILS, LinkState.FAILS.label)]

    def queryset(self, request: HttpRequest, queryset: "models.QuerySet[Link]") -> "models.QuerySet[Link]":
        least = {"dead": FAILURES_UNTIL_DEAD, "fails": 1}.get(self.value() or "", 0)
        return queryset.filter(failures_count__gte=least)


@admin.register(Link)
class LinkAdmin(ReadOnly, admin.ModelAdmin):
    """Those that do not answer first, the longest silent on top."""

    list_display = ("url", "state", "reason", "first_failed_at", "checked_at", "failures_count", "named_by")
    list_filter = (StateFilter,)
    search_fields = ("url",)
    list_per_page = 50
    show_full_result_count = False
    ordering = (models.F("first_failed_at").asc(nulls_last=True), "url")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)  # type: ignore[arg-type]

    @admin.display(description=_("state"))
    def state(self, link: Link) -> str:
        return str(link.state.label)

    @admin.display(description=_("what is wrong"))
    def reason(self, link: Link) -> str:
        return link.reason

    @admin.display(description=_("records that name it"))
    def named_by(self, link: Link) -> str:
        """Looked up for those that fail alone: they are few."""
        if not link.failures_count:
            return ""
        rows = ((item.get_absolute_url(), item) for item in records_with(link.url))
        return format_html_join(", ", '<a href="{}">{}</a>', rows)


class ClockFilter(admin.SimpleListFilter):
    """For the lists of records that have a clock."""

    title = _("verification")
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("Due now")), ("stale", _("Not verified for long")), ("archived", _("Archived"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        match self.value():
            case "due":
                return queryset.reached(Stage.DUE, today).filter(archived_on=None)
            case "stale":
                return queryset.stale(today)
            case "archived":
                return queryset.archived()
        return queryset
