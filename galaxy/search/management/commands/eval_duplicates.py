"""Judges the warnings of possible duplicates by copies that it makes of given texts."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from galaxy.ml.embedding import get_embedder
from galaxy.search.copies import measure, measure_translations
from galaxy.search.evaluation import BadSet, texts


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = (
        "Judges the warnings of possible duplicates by edited copies, by first halves, and by how many other texts of "
        "the file are taken for one; without a file, by translations of the targets. Prints one JSON object."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="lines of JSON with _id, title, text and perhaps lang")
        parser.add_argument("--mode", choices=["words", "hybrid"], default="hybrid")
        parser.add_argument("--docs", type=int, help="read no more of the file")
        parser.add_argument("--sample", type=int, default=600, help="texts to copy")

    def handle(self, **options: Any) -> None:
        if settings.EMBEDDED:
            call_command("migrate", verbosity=0)  # so that it works before the first start as well
        embedder = get_embedder() if options["mode"] == "hybrid" else None
        if options["mode"] == "hybrid" and embedder is None:
            raise CommandError("There is no embedder here: manage.py check says why. --mode words does without.")
        try:
            rows = list(islice(texts(options["file"]), options["docs"])) if options["file"] else []
        except BadSet as problem:
            raise CommandError(str(problem)) from problem
        figures = measure(rows, embedder, options["sample"]) if options["file"] else measure_translations(embedder)
        self.stdout.write(json.dumps(figures))
