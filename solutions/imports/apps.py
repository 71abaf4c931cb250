from importlib import import_module

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "solutions.imports"

    def ready(self) -> None:
        import_module("solutions.imports.checks")
