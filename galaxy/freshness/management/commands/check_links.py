from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from galaxy.freshness import links
from galaxy.freshness.models import Link

LONG = 24 * 60 * 60.0


class Command(BaseCommand):
    help = "Ask whether the outside addresses of records answer: those that are due, or all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that were checked within the last week")

    def handle(self, *args: Any, **options: Any) -> None:
        links.collect()
        if options["all"]:
            Link.objects.update(next_check_at=timezone.now())
        total = Link.objects.due(timezone.now()).count()
        self.done, self.total = 0, total
        self.stdout.write(f"{total} addresses to check, of each server one a second.")
        links.check_due(seconds=LONG, report=self.tell)
        dead, failing = Link.objects.dead().count(), Link.objects.failing().count()
        self.stdout.write(f"Checked {self.done}. {failing} do not answer, {dead} of them for three times or more.")

    def tell(self, link: Link) -> None:
        self.done += 1
        link.refresh_from_db()
        self.stdout.write(f"{self.done}/{self.total} {link.url} {link.status or link.problem or link.state}")
