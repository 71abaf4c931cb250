"""Words that mean the same, edited by administrators; and what people searched in vain, for all who review."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_moderator
from galaxy.core.admin import ReadOnly
from galaxy.search import version
from galaxy.search.models import FailedSearch, SynonymGroup
from galaxy.search.synonyms import kept_synonyms

FIELDS = tuple(field.name for field in SynonymGroup._meta.fields)


class SynonymForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        if len(SynonymGroup(**self.cleaned_data).phrases) < 2:
            raise forms.ValidationError(_("Write at least two words or phrases that mean the same."))
        return super().clean()


@admin.register(SynonymGroup)
class SynonymGroupAdmin(admin.ModelAdmin):
    """What is written here counts for the next search. A group that is deleted does not come back with a release."""

    form = SynonymForm
    list_display = ["code", "words_en", "words_fr", "words_es"]
    search_fields = FIELDS
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2})}}
    fieldsets = [
        (
            None,
            {
                "fields": FIELDS,
                "description": _("Separate words and phrases with semicolons. A search for one finds all others too."),
            },
        )
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _tell_others()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        _tell_others()

    def delete_queryset(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> None:
        super().delete_queryset(request, queryset)
        _tell_others()


def _tell_others() -> None:
    """Pages and counts that were kept no longer hold, as after a change of the index."""
    version.advance()
    transaction.on_commit(kept_synonyms.clear)


@admin.register(FailedSearch)
class FailedSearchAdmin(ReadOnly, admin.ModelAdmin):
    """To read: what is missing on the portal, or called otherwise. Who searched is not known."""

    list_display = ["words", "language", "filters", "total", "day"]
    list_display_links = None
    list_filter = ["language", "day"]
    search_fields = ["words"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        return FailedSearch.objects.in_vain()

    def get_ordering(self, request: HttpRequest) -> tuple[str, str]:
        return "-total", "words"

    @admin.display(description=_("searches"), ordering="total")
    def total(self, search: Any) -> int:
        return search.total

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)  # type: ignore[arg-type]
