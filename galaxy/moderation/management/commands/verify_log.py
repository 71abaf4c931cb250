"""Checks that nobody has changed the log of decisions from outside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from galaxy.moderation.log import first_broken, first_unlogged


class Command(BaseCommand):
    help = "Names the first decision that does not fit the one before, and the first record that moved without one."

    def handle(self, *args: Any, **options: Any) -> None:
        if broken := first_broken():
            raise CommandError(
                f"Decision {broken.pk} of {broken.created_at:%Y-%m-%d %H:%M} UTC was changed or follows a gap."
            )
        if item := first_unlogged():
            raise CommandError(f"{item.public_id} is “{item.status}”, and the log does not say how it came to be so.")
        self.stdout.write(self.style.SUCCESS("The log of decisions is whole."))
