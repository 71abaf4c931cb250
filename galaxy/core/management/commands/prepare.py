"""Runs several commands in one process: each process of its own would import the whole portal again."""

import time
from argparse import ArgumentParser
from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand

DOES = {
    "migrate": "Migrating the database",
    "load_taxonomy": "Loading goals, countries, themes and synonyms",
    "seed_demo": "Loading the demonstration",
    "collectstatic": "Collecting static files",
}
OPTIONS = {"collectstatic": {"interactive": False}, "migrate": {"interactive": False}}


class Command(BaseCommand):
    help = "Bring database and static files up to this release: the commands named, in order."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("commands", nargs="+", choices=DOES)

    def handle(self, *args: str, **options: list[str]) -> None:
        for name in options["commands"]:
            started = time.monotonic()
            self.stdout.write(f"{DOES[name]} …", ending=" ")
            self.stdout.flush()
            call_command(name, verbosity=0, stdout=StringIO(), **OPTIONS.get(name, {}))
            self.stdout.write(f"{time.monotonic() - started:.1f} s")
            self.stdout.flush()
