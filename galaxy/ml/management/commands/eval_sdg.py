"""How well Goals are suggested for texts of a file."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from galaxy.ml import figures, languages, texts
from galaxy.ml.embedding import Embedder, get_embedder
from galaxy.ml.sdg import GOALS, Classifier, classifier


class Command(BaseCommand):
    help = (
        "Measure the suggestion of Goals on FILE, a CSV file with the columns text and sdgs or sdg (several with ;),"
        " and perhaps language. Prints one JSON object."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--lang", default="", help="language of all texts; without it each text's is detected")

    def handle(self, *args: str, **options: Any) -> None:
        try:
            labelled = texts.labelled(options["file"])
        except texts.Unreadable as problem:
            raise CommandError(str(problem)) from None
        model, embedder = classifier(), get_embedder()
        by_language: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(labelled):
            by_language[options["lang"] or text.language or languages.detect(text.text) or "en"].append(place)
        likely = np.zeros((len(labelled), GOALS))
        suggested = []
        for language, places in by_language.items():
            some = [labelled[place] for place in places]
            likely[places] = model.probabilities([text.text for text in some], language, embedder)
            suggested.append(self.suggested(model, language, embedder, likely[places], some))
        told = {
            "file": options["file"].name,
            "model": model.card["version"],
            "embedder": embedder.name if embedder else None,
            **figures.measure(likely, labelled),
            "languages": {language: len(places) for language, places in by_language.items()},
            "suggested": suggested,
        }
        self.stdout.write(json.dumps(told))

    def suggested(
        self,
        model: Classifier,
        language: str,
        embedder: Embedder | None,
        likely: np.ndarray,
        some: list[texts.Labelled],
    ) -> dict[str, Any]:
        mode = model.mode(language, embedder)
        told = figures.measure_suggested(likely, some, model.card["thresholds"].get(mode, 1.0))
        return {"language": language, "by": mode or "nothing", **told}
