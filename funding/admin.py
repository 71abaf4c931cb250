"""Funding channels in the administration, where administrators write them; decisions are made on the review page."""

from django import forms
from django.contrib import admin
from django.db import models

from funding.models import Channel
from galaxy.moderation.admin import AuthoredAdmin


@admin.register(Channel)
class ChannelAdmin(AuthoredAdmin):
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }
    autocomplete_fields = ("provider_organization", "manager_organization")
