"""Messages in the administration: what left, what waits and why. Read-only, but for another try."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from galaxy.notifications import services
from galaxy.notifications.models import Mail, MailQuerySet


class SentFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("sent", _("Sent")), ("waiting", _("Waiting")), ("failed", _("Tried in vain"))]

    def queryset(self, request: HttpRequest, mails: QuerySet[Mail]) -> QuerySet[Mail]:
        match self.value():
            case "sent":
                return mails.exclude(sent_at=None)
            case "waiting":
                return mails.filter(sent_at=None)
            case "failed":
                return mails.filter(sent_at=None, tries_count__gt=0)
        return mails


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """Texts are not shown: they carry codes and links that are for one person alone."""

    list_display = ["subject_shown", "to", "created_at", "sent_at", "tries_count", "error"]
    list_display_links = None
    list_filter = [SentFilter, "language"]
    search_fields = ["to"]
    ordering = ["-pk"]
    actions = ["try_again"]

    @admin.display(description=_("subject"))
    def subject_shown(self, mail: Mail) -> str:
        """Without the code that some subjects begin with."""
        return services.without_code(mail.subject)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        """Only for the action; there is no page of one message."""
        return obj is None and super().has_change_permission(request)

    @admin.action(description=_("Try again now"))
    def try_again(self, request: HttpRequest, mails: MailQuerySet) -> None:
        count = services.try_again(mails)
        self.message_user(request, ngettext("%d message goes out.", "%d messages go out.", count) % count)
