from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlagsConfig(AppConfig):
    name = "galaxy.flags"
    label = "flags"
    verbose_name = _("Reports of problems")
