from typing import Any

from django.core.management.base import BaseCommand

from galaxy.search.services import rebuild


class Command(BaseCommand):
    help = "Write the whole search index anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} entries written.")
