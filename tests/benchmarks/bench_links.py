"""How long the check of many outside addresses takes, and whether its memory stays flat.

python tests/benchmarks/bench_links.py [--addresses 1000] [--hosts 250]
"""

import argparse
import multiprocessing
import os
import sys
import threading
import time
from collections import defaultdict
from itertools import cycle, pairwise
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

# Of a hundred addresses: four gone, ten that know no HEAD, ten that lead on, one that fails, and the rest answers.
PATHS = ["/status?code=404"] * 4 + ["/no-head"] * 10 + ["/to?url=/ok"] * 10 + ["/status?code=503"] + ["/ok"] * 75


def serve(pipe: Connection) -> None:
    """Everybody else's servers, in a process of their own: each address that begins with 127 is one."""
    from tests.outside import outside

    with outside("0.0.0.0") as place:
        pipe.send(place.port)
        pipe.recv()
        times = defaultdict(list)
        for asked in place.asked:
            times[asked.address].append(asked.at)
        shortest = min(
            (later - earlier for each in times.values() for earlier, later in pairwise(sorted(each))), default=9
        )
        pipe.send((len(place.asked), len(times), shortest))


def resident() -> float:
    """Megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


class Scale(threading.Thread):
    """Weighs this process every half a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.weights: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            self.weights.append(resident())

    def stop(self) -> list[float]:
        self.over.set()
        self.join()
        return self.weights


def main() -> None:
    from galaxy.embedded import testing

    parser = argparse.ArgumentParser()
    parser.add_argument("--addresses", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=250)
    options = parser.parse_args()
    with testing.throwaway() as place:
        os.environ.update(testing.variables(place))
        os.environ |= {"DJANGO_SETTINGS_MODULE": "galaxy.settings", "GALAXY_OUTGOING_NETWORKS": "127.0.0.0/8"}
        import django

        django.setup()
        measure(options.addresses, options.hosts)


def measure(addresses: int, hosts: int) -> None:
    from galaxy.freshness import links
    from galaxy.freshness.models import Link

    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    names = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(hosts)]
    paths = zip(cycle(PATHS), cycle(names), range(addresses))
    links._add([f"http://{name}:{port}{path}{'&' if '?' in path else '?'}n={number}" for path, name, number in paths])
    scale = Scale()
    scale.start()
    began, cpu = time.perf_counter(), time.process_time()
    checked = links.check_due(seconds=3600)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    weights = scale.stop()
    ours.send("over")
    asked, met, shortest = ours.recv()
    tenth = max(len(weights) // 10, 1)
    failed, late, last, most = Link.objects.failing().count(), weights[tenth], weights[-1], max(weights)
    print(f"\n{checked} addresses of {met} servers: {took:.1f} s, {asked} requests, {cpu:.1f} s of CPU")
    print(f"{failed} failed; shortest time between two requests to one server {shortest:.3f} s")
    print(f"resident: {late:.1f} MB after a tenth, {last:.1f} MB at the end, {most:.1f} MB at most")


if __name__ == "__main__":
    main()
