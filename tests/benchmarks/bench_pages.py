"""How quick pages are with many records, made anew and kept in memory. Prints Markdown tables; README.md tells more.

python tests/benchmarks/bench_pages.py [--records 10000] [--requests 40]
"""

import argparse
import contextlib
import http.client
import os
import queue
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.hammer import hammer  # noqa: E402

CONNECTIONS = 8
ROUNDS, SECONDS = 5, 2.0
# Twenty searches as people make them: common and rare words, phrases, filters, other languages, deep pages, nothing.
SEARCHES = [
    "search/?q=development",
    "search/?q=health",
    "search/?q=school+meals",
    "search/?q=access+to+safe+drinking+water",
    "search/?q=%22climate+change%22",
    "search/?q=women+OR+girls",
    "search/?q=education+-primary",
    "search/?q=eau+potable",
    "search/?q=pobreza+extrema",
    "search/?q=%E6%B0%94%E5%80%99%E5%8F%98%E5%8C%96",
    "search/?q=SYN17",
    "search/?q=tuberculosis+malaria",
    "search/?q=energy&goal=7&goal=13",
    "search/?q=food&region=africa&kind=solution",
    "search/?q=cooperation&group=ldc&sort=newest",
    "solutions/?goal=3",
    "solutions/?region=asia-pacific&modality=triangular&page=20",
    "organizations/?country=KEN",
    "search/",
    "search/?q=unfindable+zzyzx&goal=3",
]


PORTAL, CONSTANT = "galaxy.wsgi:application", "tests.benchmarks.constant:application"


@contextmanager
def served(application: str = PORTAL, kept_megabytes: int = 0) -> Iterator[str]:
    """Two web processes on the database of this process; their address."""
    from galaxy.embedded import commands
    from galaxy.embedded.launcher import answers
    from galaxy.embedded.processes import Child
    from tests.live_portal import free_port

    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = Path(os.environ["GALAXY_DATA_DIR"]) / "web.log"
    command = [*commands.web("127.0.0.1", port)[:-1], application]
    settings = {"GALAXY_DB_POOL": "1", "GALAXY_PAGE_CACHE_MB": str(kept_megabytes)}
    web = Child("web", command, log, lambda child: answers(f"{url}/livez"), settings)
    web.start()
    try:
        web.wait_ready()
        yield f"127.0.0.1:{port}"
    finally:
        web.stop()


def measure(host: str, paths: list[str], requests: int) -> tuple[list[float], list[int]]:
    """Milliseconds and compressed bytes of every answer, over eight connections at once."""
    work: queue.SimpleQueue[str] = queue.SimpleQueue()
    for path in paths * requests:
        work.put(path)
    answers: list[tuple[float, int]] = []

    def client() -> None:
        connection = http.client.HTTPConnection(host)
        while True:
            try:
                path = work.get_nowait()
            except queue.Empty:
                return connection.close()
            started = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            answers.append(((time.perf_counter() - started) * 1000, len(body)))
            assert answer.status == 200, (path, answer.status)

    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [took for took, _size in answers], [size for _took, size in answers]


def cpu_seconds() -> float:
    """Of all that this process started: web processes and database. The steadiest figure on a busy machine."""
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            pid = int(stat.parent.name)
            parents[pid], ticks[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while found := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= found
    return sum(ticks[pid] for pid in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def statements(paths: list[str]) -> int:
    """The most that one of these pages takes, once the vocabularies are in memory."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, most = Client(headers={"host": "localhost"}), 0
    client.get(paths[0])
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        most = max(most, len(captured))
    return most


def row(name: str, host: str, paths: list[str], requests: int) -> str:
    measure(host, paths, 2)  # both processes warm
    before = cpu_seconds()
    took, sizes = measure(host, paths, requests)
    cpu = (cpu_seconds() - before) * 1000 / len(took)
    cuts = statistics.quantiles(took, n=100)
    figures = [
        f"{cuts[49]:.0f}",
        f"{cuts[94]:.0f}",
        f"{cpu:.0f}",
        f"{statistics.median(sizes) / 1024:.1f}",
        f"{max(sizes) / 1024:.1f}",
    ]
    return " | ".join([f"| {name}", str(len(took)), *figures, f"{statements(paths)} |"])


def run(records: int, requests: int, each: bool) -> None:
    import django

    django.setup()
    from galaxy.search import segments
    from solutions.models import Solution
    from tests.benchmarks.synthetic import fill

    started = time.perf_counter()
    fill(records)
    segments.rebuild()  # as the worker does meanwhile
    print(f"{records} records written and indexed in {time.perf_counter() - started:.0f} s.\n", flush=True)
    report([solution.get_absolute_url() for solution in Solution.objects.order_by("pk")[:5_000:250]], requests, each)


def report(details: list[str], requests: int, each: bool = False) -> None:
    searches = [f"/en/{path}" for path in SEARCHES]
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f}.\n")
    with served() as host:
        print("Made anew:\n")
        print("| page | requests | p50 ms | p95 ms | CPU ms each | KB gzip, median | KB gzip, most | SQL, most |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        print(row("search, 20 mixed queries", host, searches, requests), flush=True)
        print(row("one solution", host, details, requests), flush=True)
        print(row("home page", host, ["/en/"], requests * 20), flush=True)
        for path in searches if each else []:
            print(row(f"`{path}`", host, [path], requests), flush=True)
    with served(kept_megabytes=16) as host, served(CONSTANT) as constant:
        print("\nKept in memory, beside a constant page of the same size from the same server:\n")
        print("| page | KB | constant, requests/s | kept, requests/s | ratio | constant, CPU ms | kept, CPU ms |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        print(kept_row("home page", host, constant, "/en/"), flush=True)
        print(kept_row("search, a common word", host, constant, searches[1]), flush=True)
        print(kept_row("one solution", host, constant, details[0]), flush=True)
        print(kept_row("one solution, 304", host, constant, details[0], is_known=True), flush=True)
    print(f"\nLoad of the machine after: {os.getloadavg()[0]:.1f}.")


def kept_row(name: str, host: str, constant: str, path: str, *, is_known: bool = False) -> str:
    """Both in turn, so that other work of the machine meets both."""
    size, tag = ask(host, path)
    headers = {"If_None_Match": tag} if is_known else {}
    size = 0 if is_known else size
    ours, floor = [], []
    for _ in range(ROUNDS):
        floor.append(hammered(constant, f"/?{size}"))
        ours.append(hammered(host, path, **headers))
    ratio = statistics.median(kept[0] / least[0] for kept, least in zip(ours, floor, strict=True))
    (floor_rate, floor_cpu), (rate, cpu) = (map(statistics.median, zip(*each, strict=True)) for each in (floor, ours))
    figures = [f"{floor_rate:.0f}", f"{rate:.0f}", f"{ratio:.2f}", f"{floor_cpu:.2f}", f"{cpu:.2f}"]
    return " | ".join([f"| {name}", f"{size / 1024:.1f}", *figures]) + " |"


def hammered(host: str, path: str, **headers: str) -> tuple[float, float]:
    """Requests a second, and CPU milliseconds of servers and database for each."""
    before = cpu_seconds()
    answers, rate = hammer(host, path, SECONDS, **headers)
    return rate, (cpu_seconds() - before) * 1000 / answers


def ask(host: str, path: str) -> tuple[int, str]:
    """Compressed bytes and tag of a page; often enough that both processes have it."""
    connection = http.client.HTTPConnection(host)
    for _ in range(20):
        connection.close()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        size = len(answer.read())
    return size, answer.headers["ETag"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=20, help="how often each address is asked for")
    parser.add_argument("--each", action="store_true", help="a line for every query as well")
    chosen = parser.parse_args()
    from galaxy.embedded.testing import throwaway, variables

    with throwaway() as place:
        os.environ.update(variables(place))
        run(chosen.records, chosen.requests, chosen.each)


if __name__ == "__main__":
    main()
