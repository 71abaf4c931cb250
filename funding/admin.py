"""Funding channels in the administration, where administrators write them; decisions are made on the review page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from funding.models import Channel
from galaxy.freshness.admin import ClockFilter
from galaxy.moderation.admin import AuthoredAdmin


@admin.register(Channel)
class ChannelAdmin(AuthoredAdmin):
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }
    autocomplete_fields = ("provider_organization", "manager_organization")
    list_display = (*AuthoredAdmin.list_display, "verify_due_on")

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [ClockFilter, *super().get_list_filter(request)]
