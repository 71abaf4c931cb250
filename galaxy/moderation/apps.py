from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "galaxy.moderation"
    label = "moderation"

    def ready(self) -> None:
        from galaxy.moderation import checks  # noqa: F401
