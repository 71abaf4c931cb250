"""How quick the whole index is written; README.md tells more.

python tests/benchmarks/bench_index.py [--records 10000]
"""

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def run(count: int) -> None:
    import django

    django.setup()
    import synthetic
    from django.db import connection

    from galaxy.search import services

    synthetic.write(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print("| index | records a second | ms of a core each, without the database |\n| --- | ---: | ---: |")
    for name in ("empty", "as it was"):
        worked, clock = _worked(), time.perf_counter()
        number = services.rebuild(processes=os.cpu_count() or 1)
        clock, worked = time.perf_counter() - clock, _worked() - worked
        print(f"| {name} | {number / clock:.0f} | {1000 * worked / number:.2f} |", flush=True)
    print(f"\n{number} records, load {os.getloadavg()[0]:.0f}")


def _worked() -> float:
    """Seconds of a core that the portal's processes have worked; those of the database not."""
    return sum(os.times()[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    chosen = parser.parse_args()
    from galaxy.embedded.testing import throwaway, variables

    with throwaway() as place:
        os.environ.update(variables(place))
        run(chosen.records)


if __name__ == "__main__":
    main()
