from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules


class ModerationConfig(AppConfig):
    name = "galaxy.moderation"
    label = "moderation"

    def ready(self) -> None:
        from galaxy.moderation import checks  # noqa: F401, PLC0415 - models are ready only now

        autodiscover_modules("consequences")


class AdminConfig(admin.AdminConfig):
    """Stock admin, under the site of galaxy.moderation.site."""

    default = False
    default_site = "galaxy.moderation.site.ReviewSite"
