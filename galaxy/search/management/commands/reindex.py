import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from galaxy.search.services import rebuild

EVERY = 2.0  # seconds


class Command(BaseCommand):
    help = "Write the whole search index anew. After a stop, the next one goes on where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        most = min(os.cpu_count() or 1, 4)
        parser.add_argument("--processes", type=int, default=most, help="that share the work; here %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        self.told_at = time.monotonic()
        self.stdout.write(f"{rebuild(self.tell, options['processes'])} entries written.")

    def tell(self, done: int, expected: int) -> None:
        if time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"{done} of {expected} entries …")
            self.stdout.flush()
