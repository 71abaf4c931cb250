from django.apps import AppConfig


class MLConfig(AppConfig):
    name = "galaxy.ml"
    label = "ml"
    verbose_name = "Machine learning"

    def ready(self) -> None:
        from galaxy.ml import checks  # noqa: F401, PLC0415 - registers itself
