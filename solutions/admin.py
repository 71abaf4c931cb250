"""Solutions in the administration: to find and to read; what happens to one happens on its review page."""

from django.contrib import admin

from galaxy.moderation.admin import ModeratedAdmin
from solutions.models import Solution

admin.site.register(Solution, ModeratedAdmin)
