"""Funding channels in the administration, the only place where they are written."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from funding.models import Channel
from galaxy.moderation.admin import AuthoredAdmin
from partners.models import Organization


@admin.register(Channel)
class ChannelAdmin(AuthoredAdmin):
    filter_horizontal = (
        "eligible_countries",
        "eligible_country_groups",
        "eligible_regions",
        "themes",
        "goals",
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if issubclass(db_field.related_model, Organization):
            public: models.QuerySet[Any] = Organization.objects.published().order_by("name")
            kwargs["queryset"] = public
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
