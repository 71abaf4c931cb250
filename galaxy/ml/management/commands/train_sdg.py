"""Trains the classifier of Goals anew."""

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from galaxy.ml import texts
from galaxy.ml.embedding import Embedder, get_embedder
from galaxy.ml.sdg import DATA

HUMAN, WEAK = "train.csv", "train_silver_projects.csv"
WEIGHT = 0.25
LICENCE = (
    "The weights are Apache-2.0 with the portal. They were learned from: titles and abstracts that researchers"
    " accepted for a Goal (Aurora survey, CC BY 4.0); excerpts of the OSDG Community Dataset (CC BY 4.0); abstracts"
    " with the Goal assigned by the University of Zurich (CC0); Goals, targets and indicators of the 2030 Agenda"
    " (United Nations); and, at a quarter of the weight, project texts with Goals by amount of money (AidData on IATI"
    " data; no licence stated). No text ships."
)


class Command(BaseCommand):
    help = f"Train the classifier of Goals on FOLDER/{HUMAN} and, if it is there, FOLDER/{WEAK}. Needs scikit-learn."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the labelled texts are")
        parser.add_argument("--out", type=Path, default=DATA, help="where the trained files go (galaxy/ml/data)")
        parser.add_argument("--version-name", default="sdg-1", help="name of the trained files (sdg-1)")

    def handle(self, *args: str, **options: Any) -> None:
        try:
            from galaxy.ml import training  # noqa: PLC0415 - it needs what only development has
        except ImportError:
            raise CommandError("Training needs scikit-learn: python3 manage.py install --develop.") from None
        embedder = get_embedder()
        if embedder is None:
            raise CommandError("Training needs sentence vectors. `manage.py check` says why there are none.")
        human, weak = self.learned_from(options["folder"])
        started = time.monotonic()
        corpus = training.collect(human, texts.agenda(), weak, WEIGHT, embedder)
        self.tell(f"{len(corpus.texts)} texts became vectors", started)
        told, thresholds = training.scores(*training.out_of_fold(corpus))
        self.tell(f"{training.FOLDS} folds measured", started)
        pair = training.fit(corpus)
        card = {
            "version": options["version_name"],
            "trained_on": datetime.now(UTC).date().isoformat(),
            "embedder": embedder.name,
            "licence": LICENCE,
            "data": self.data(options["folder"], training.digest),
            "texts": {"human": len(human), "agenda": len(texts.agenda()), "weak": len(weak), "weight_of_weak": WEIGHT},
            "scores": {"how": f"{training.FOLDS} folds over the human texts", **told},
            "thresholds": thresholds,
        }
        stored = training.write(options["out"], pair, card)
        difference = self.difference(pair, stored, human[:50], embedder)
        self.tell(f"Written to {options['out']}; at most {difference:.5f} from what was trained", started)
        for mode, figures in told.items():
            self.stdout.write(f"{mode:<8}{figures}")

    def learned_from(self, folder: Path) -> tuple[list[texts.Labelled], list[texts.Labelled]]:
        try:
            human = texts.labelled(folder / HUMAN)
            return human, texts.labelled(folder / WEAK) if (folder / WEAK).exists() else []
        except texts.Unreadable as problem:
            raise CommandError(str(problem)) from None

    def data(self, folder: Path, digest: Any) -> dict[str, str]:
        """SHA-256 of each file that was learned from."""
        files = [folder / name for name in (HUMAN, WEAK)]
        own = [texts.VOCABULARIES / name for name in ("goals.csv", "targets.csv", "indicators.csv")]
        return {path.name: digest(path) for path in [*files, *own] if path.exists()}

    def difference(self, pair: Any, stored: Any, some: list[texts.Labelled], embedder: Embedder) -> float:
        """The greatest between a probability of scikit-learn and the same one of the files."""
        plain = [text.text for text in some]
        trained = pair.probabilities(plain, embedder.embed(plain))["both"]
        return float(np.abs(trained - stored.probabilities(plain, "en", embedder)).max())

    def tell(self, what: str, started: float) -> None:
        self.stdout.write(f"{what}, {time.monotonic() - started:.0f} s")
        self.stdout.flush()
