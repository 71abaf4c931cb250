from django.apps import AppConfig


class FlagsConfig(AppConfig):
    name = "galaxy.flags"
    label = "flags"
