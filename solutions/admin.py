"""Solutions in the administration: to find and to read; what happens to one happens on its review page."""

from django.contrib import admin
from django.db import models

from galaxy.moderation.admin import ModeratedAdmin
from solutions.models import Solution


@admin.register(Solution)
class SolutionAdmin(ModeratedAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
