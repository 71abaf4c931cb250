from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "galaxy.taxonomy"
    label = "taxonomy"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        autodiscover_modules("sheets")
