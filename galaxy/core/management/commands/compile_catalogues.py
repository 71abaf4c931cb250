from django.conf import settings
from django.core.management.base import BaseCommand

from galaxy.embedded.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translations that changed, without the gettext programs."
    requires_system_checks = ()

    def handle(self, *args: str, **options: object) -> None:
        for compiled in compile_catalogues(settings.BASE_DIR):
            self.stdout.write(str(compiled.relative_to(settings.BASE_DIR)))
