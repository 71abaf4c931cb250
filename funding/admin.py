"""Funding channels in the administration, where administrators write them; decisions are made on the review page."""

from django.contrib import admin
from django.db import models

from funding.models import Channel
from galaxy.moderation.admin import AuthoredAdmin


@admin.register(Channel)
class ChannelAdmin(AuthoredAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ("provider_organization", "manager_organization")
    filter_horizontal = ("eligible_countries", "eligible_country_groups", "eligible_regions", "themes", "goals")
