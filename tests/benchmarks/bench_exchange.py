"""How long it takes to bring many practices in, and to take one out on paper. Prints Markdown; README.md tells more.

python tests/benchmarks/bench_exchange.py [--rows 500] [--rounds 20]
"""

import argparse
import io
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

LANGUAGES = ("en", "ar", "zh-hans")
AT_MOST = 60.0  # seconds that one task works before it hands on


def memory() -> float:
    """What this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


@contextmanager
def step(name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"| {name} | {time.perf_counter() - began:.1f} | {memory():.0f} |", flush=True)


def bring_in(rows: int) -> None:
    """As the page and the worker do it, one after the other: read, check, make drafts; then the same file again."""
    from solutions.imports import services as imports
    from solutions.models import Solution
    from tests import factories
    from tests.solutions.exchange.files import practice, workbook

    owner = factories.make_user()
    ministry = factories.make_organization(published=True, owner=owner)
    usual = {"language": "en", "organization": str(ministry.pk)}
    content = workbook([practice(number) for number in range(rows)], owner)
    print(f"\n{rows} rows, {len(content) / 1024:.0f} KB, load {os.getloadavg()[0]:.0f}\n")
    print("| step | seconds | MB after it |\n| --- | ---: | ---: |", flush=True)
    print(f"| before | | {memory():.0f} |")
    for time_of in ("", ", the same file again"):
        with step(f"read{time_of}"):
            batch = imports.receive(io.BytesIO(content), name="x.xlsx", size=len(content), usual=usual, by=owner)
        with step(f"check{time_of}"):
            finish(batch.pk)
        batch.refresh_from_db()
        with step(f"make drafts{time_of}"):
            imports.start(batch)
            finish(batch.pk)
        assert Solution.objects.count() == rows, Solution.objects.count()


def finish(pk: int) -> None:
    from solutions.imports.work import work_on

    while work_on(pk, seconds=AT_MOST):
        pass


def take_out(rounds: int) -> None:
    """Drawn anew each time; the second figure of memory tells whether it grows."""
    from django.utils import translation

    from tests import factories

    print(f"\n| file | language | median ms | KB | MB after the first | MB after {rounds} |")
    print("| --- | --- | ---: | ---: | ---: | ---: |", flush=True)
    for language in LANGUAGES:
        solution = read(factories.make_solution(published=True, summary="Water for all villages. " * 30).pk)
        with translation.override(language):
            for name, make in makers().items():
                print(line(name, language, lambda make=make, one=solution: make(one), rounds), flush=True)


def read(pk: int) -> Any:
    from solutions.models import Solution

    return Solution.objects.for_detail().get(pk=pk)


def makers() -> dict[str, Callable[[Any], bytes]]:
    from solutions.exchange import paper
    from solutions.exchange.outgoing import solution_document
    from solutions.views.export import PAPER

    drawn = {name: lambda one, template=template: paper.render(template, one) for name, template in PAPER.items()}
    return {"docx": solution_document, **drawn}


def line(name: str, language: str, make: Callable[[], bytes], rounds: int) -> str:
    taken, size, first = [], 0, 0.0
    for turn in range(rounds):
        shutil.rmtree(Path(os.environ["GALAXY_DATA_DIR"]) / "cache" / "paper", ignore_errors=True)
        began = time.perf_counter()
        size = len(make())
        taken.append((time.perf_counter() - began) * 1000)
        first = memory() if turn == 0 else first
    figures = f"{statistics.median(taken):.0f} | {size / 1024:.0f} | {first:.0f} | {memory():.0f}"
    return f"| {name} | {language} | {figures} |"


def run(rows: int, rounds: int) -> None:
    import django

    django.setup()
    bring_in(rows)
    take_out(rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    from galaxy.embedded.testing import throwaway, variables

    with throwaway() as place:
        os.environ.update({**variables(place), "GALAXY_LOG_LEVEL": "ERROR"})  # there is no broker here
        run(chosen.rows, chosen.rounds)


if __name__ == "__main__":
    main()
