"""Judges the search by a set of queries and relevant documents."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from galaxy.ml.embedding import get_embedder
from galaxy.search.evaluation import BadSet, evaluate, read


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Judges the search by a set in BEIR's form: docs.jsonl, queries.jsonl and qrels.tsv. Prints one JSON object."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--mode", choices=["bm25", "hybrid"], default="hybrid")
        parser.add_argument("--lang", default="", help="of queries whose language cannot be told")
        parser.add_argument("--docs", default="docs.jsonl", help="another file in the folder")
        parser.add_argument("--queries", default="queries.jsonl", help="another file in the folder")

    def handle(self, **options: Any) -> None:
        if settings.EMBEDDED:
            call_command("migrate", verbosity=0)  # so that it works before the first start as well
        embedder = get_embedder() if options["mode"] == "hybrid" else None
        if options["mode"] == "hybrid" and embedder is None:
            raise CommandError("There is no embedder here: manage.py check says why. --mode bm25 goes by words alone.")
        try:
            judged = read(options["folder"], options["docs"], options["queries"])
        except BadSet as problem:
            raise CommandError(str(problem)) from problem
        if not judged.queries:
            raise CommandError("No query of the set has a relevant document.")
        self.stdout.write(json.dumps(evaluate(judged, embedder, options["lang"])))
