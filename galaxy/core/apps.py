from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "galaxy.core"
    label = "core"
