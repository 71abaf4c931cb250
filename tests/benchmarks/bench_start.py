"""How long the portal takes to start, what it weighs at rest, and whether slow clients hold up others.

python tests/benchmarks/bench_start.py [--repeat 3]
"""

import argparse
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

# The Python that a reader of the README would start with, not the one of this checkout's environment.
PYTHON = Path(sys.base_prefix) / "bin" / "python3"
PARTS = {
    "web": "-m granian",
    "worker": r"celery .* worker ",
    "beat": r"celery .* beat ",
    "PostgreSQL": "postgres",
    "broker": "valkey-server|redis-server",
}
SLOW_CLIENTS = 200
PATIENCE = 600.0


class Start:
    """One `up` in a clone: seconds until the first answer, and CPU seconds from start to stop."""

    def __init__(self, clone: Path) -> None:
        from tests.live_portal import free_port

        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.wall = self.cpu = 0.0
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GALAXY_", "DJANGO_"))}
        command = [PYTHON, clone / "manage.py", "up", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=clone, env=kept, stdout=subprocess.DEVNULL)

    def wait(self, began: float) -> None:
        from galaxy.embedded.launcher import answers

        while not answers(f"{self.url}/livez"):
            if self.process.poll() is not None or time.perf_counter() - began > PATIENCE:
                sys.exit("The portal did not start.")
            time.sleep(0.05)
        self.wall = time.perf_counter() - began


@contextmanager
def started(clone: Path) -> Iterator[Start]:
    began, before = time.perf_counter(), cpu_of_children()
    start = Start(clone)
    try:
        start.wait(began)
        yield start
    finally:
        start.process.send_signal(signal.SIGINT)
        start.process.wait()
    start.cpu = cpu_of_children() - before


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(supervisor: int) -> Counter[str]:
    """MB of each part: shared pages count in parts (PSS), so that the sum is what the machine gives."""
    from tests.embedded.running import command_line, parent_of, pids, read

    parents = {pid: parent_of(pid) for pid in pids()}
    ours = {supervisor}
    while found := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= found
    weights: Counter[str] = Counter()
    for pid in ours:
        line = command_line(pid)
        part = next((name for name, mark in PARTS.items() if re.search(mark, line)), "supervisor")
        kilobytes = re.search(rb"^Pss:\s+(\d+)", read(f"/proc/{pid}/smaps_rollup"), re.MULTILINE)
        weights[part] += int(kilobytes[1]) // 1024 if kilobytes else 0
    return weights


def milliseconds(url: str, count: int = 100) -> tuple[float, float]:
    """p50 and p95 of one client that asks again and again."""
    took = []
    for _ in range(count):
        began = time.perf_counter()
        with urllib.request.urlopen(url, timeout=30) as answer:
            answer.read()
        took.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(took, n=100)
    return cuts[49], cuts[94]


@contextmanager
def slow_clients(port: int) -> Iterator[None]:
    """Connections that have sent half a header and wait."""
    with ExitStack() as stack:
        for _ in range(SLOW_CLIENTS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        yield


def at_rest(start: Start) -> None:
    """What a running portal weighs, and how it answers beside slow clients."""
    time.sleep(20)  # worker and beat start after the web server
    weights = memory(start.process.pid)
    print("\n| memory at rest | MB |\n| --- | ---: |")
    for part, weight in [*weights.most_common(), ("all", weights.total())]:
        print(f"| {part} | {weight} |")
    milliseconds(f"{start.url}/en/", 20)
    alone = milliseconds(f"{start.url}/en/")
    with slow_clients(start.port):
        beside = milliseconds(f"{start.url}/en/")
    print("\n| home page, one client | p50 ms | p95 ms |\n| --- | ---: | ---: |")
    print(f"| alone | {alone[0]:.0f} | {alone[1]:.0f} |")
    print(f"| beside {SLOW_CLIENTS} clients in the middle of their headers | {beside[0]:.0f} | {beside[1]:.0f} |")


def run(repeat: int) -> None:
    firsts, seconds = [], []
    print(f"Load at the beginning: {os.getloadavg()[0]:.1f}", flush=True)
    for number in range(repeat):
        with tempfile.TemporaryDirectory(prefix="galaxy bench ", ignore_cleanup_errors=True) as folder:
            clone = Path(folder) / "galaxy"
            subprocess.run([shutil.which("git") or "git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
            with started(clone) as first:
                pass
            firsts.append(first)
            with started(clone) as second:
                pass
            seconds.append(second)
            if number == repeat - 1:
                with started(clone) as third:
                    at_rest(third)
    print("\n| `up`, median | seconds until the first page | CPU seconds, start to stop |\n| --- | ---: | ---: |")
    for name, starts in {"first, in a fresh clone": firsts, "second": seconds}.items():
        wall, cpu = (statistics.median(getattr(start, figure) for start in starts) for figure in ("wall", "cpu"))
        print(f"| {name} | {wall:.1f} | {cpu:.1f} |")
    print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="how many fresh clones")
    run(parser.parse_args().repeat)


if __name__ == "__main__":
    main()
