"""Publications and calls for research in the administration."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from galaxy.core.admin import ReadOnly
from galaxy.library.models import Publication, ResearchCall
from galaxy.moderation.admin import ModeratedAdmin
from galaxy.moderation.services import may_review


@admin.register(Publication)
class PublicationAdmin(ModeratedAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ("title", "doi", "isbn", "organization__name")


@admin.register(ResearchCall)
class ResearchCallAdmin(ReadOnly, admin.ModelAdmin):
    """To read, and to delete what should not be there; its own organization writes it."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    list_display = ("title", "organization", "closes_on", "by")
    list_select_related = ("organization", "by")
    list_filter = ("closes_on",)
    search_fields = ("title", "organization__name")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_review(request.user)  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_review(request.user)  # type: ignore[arg-type]
