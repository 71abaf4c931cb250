"""A short address for moderators; their pages are in the administration."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "moderation"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:queue"), name="queue"),
]
