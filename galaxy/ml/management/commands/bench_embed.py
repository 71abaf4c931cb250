"""How long vectors take on this machine."""

import json
import statistics
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError

from galaxy.ml import embedding

QUERIES = ["solar power for villages", "énergie solaire pour les villages", "农村太阳能", "الطاقة الشمسية للقرى"]
WORDS_200 = " ".join(["Solar power brings light to villages and clinics in rural districts of the country."] * 15)


class Command(BaseCommand):
    help = "Measure the embedder: time to load it, for a query, for 200 words. Prints one JSON object."
    requires_system_checks = ()

    def handle(self, *args: str, **options: object) -> None:
        started = time.perf_counter()
        embedder = embedding.get_embedder()
        if embedder is None:
            raise CommandError("There is no embedder to measure. `manage.py check` says why.")
        loaded = time.perf_counter() - started
        measured = {
            "embedder": embedder.name,
            "dims": embedder.dims,
            "load_s": round(loaded, 2),
            "query_ms": milliseconds(lambda turn: embedder.embed_query(f"{QUERIES[turn % 4]} {turn}"), 40),
            "200_words_ms": milliseconds(lambda turn: embedder.embed([f"{turn} {WORDS_200}"]), 10),
        }
        self.stdout.write(json.dumps(measured))


def milliseconds(run: Callable[[int], object], turns: int) -> float:
    """The median; each turn is given its number, so that nothing is answered from memory."""
    times = []
    for turn in range(turns):
        started = time.perf_counter()
        run(turn)
        times.append(time.perf_counter() - started)
    return round(1000 * statistics.median(times), 2)
