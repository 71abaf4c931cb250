"""Keeps the children alive: starts each when the one before is ready, restarts, stops in order."""

import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from galaxy.embedded.processes import Child, NotReady, keep_small, last_lines

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
QUICK_FAILURE = 10.0  # seconds: who lived longer had started well
MOST_FAILURES = 6
LONGEST_WAIT = 10.0
TICK = 0.1
LARGEST_GAIN = 1 << 20


class Stopped(Exception):
    """The operator asked for the end."""


@dataclass
class Watched:
    """What the supervisor remembers of a child."""

    child: Child
    echo: bool
    read: int = 0
    failures: int = 0
    started: float = field(default_factory=time.monotonic)
    start_again_at: float | None = None


class Supervisor:
    """One loop in one thread; signals only set a flag that the loop reads."""

    def __init__(self) -> None:
        self.watched: list[Watched] = []
        self.stopping = False

    def listen(self) -> None:
        for number in STOPS:
            signal.signal(number, self.note)

    def note(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def add(self, child: Child, *, echo: bool = False) -> Child:
        """Starts it. Does not wait: several may get ready at the same time."""
        self.watched.append(Watched(child, echo, read=size_of(child.log)))
        child.start()
        return child

    def wait_ready(self, *children: Child) -> None:
        for child in children:
            child.wait_ready(pause=self.pause)

    def run(self, child: Child) -> None:
        """To its end, which must be a good one. Its output is shown as it comes."""
        one = Watched(child, echo=True, read=size_of(child.log))
        child.start()
        try:
            while child.is_running:
                self.pause()
                self.copy(one)
        finally:
            child.stop()
        self.copy(one)
        if child.process and child.process.returncode:
            raise NotReady(f"{child.name} failed. The whole output is in {child.log}.")

    def pause(self) -> None:
        time.sleep(TICK)
        for one in self.watched:
            if one.echo:
                self.show(one)
        if self.stopping:
            raise Stopped

    def copy(self, one: Watched) -> None:
        """All that its log gained since the last time, as it is."""
        gained = gain(one)
        one.read += len(gained)
        print(gained.decode(errors="replace"), end="", flush=True)

    def show(self, one: Watched) -> None:
        """The same line by line, each under the name of the child; half a line waits for its other half."""
        whole, newline, _ = gain(one).rpartition(b"\n")
        one.read += len(whole) + len(newline)
        for line in whole.decode(errors="replace").splitlines():
            print(f"{one.child.name:<8}| {line}", flush=True)

    def watch(self) -> None:
        """Until the operator stops it, or a child cannot be kept alive."""
        while True:
            self.pause()
            for one in self.watched:
                if one.start_again_at is not None:
                    self.start_again(one)
                elif not one.child.is_running:
                    self.plan_restart(one)
                else:
                    keep_small(one.child.log)

    def plan_restart(self, one: Watched) -> None:
        one.child.kill()  # what it left of its own children would hold its port
        one.failures = one.failures + 1 if time.monotonic() - one.started < QUICK_FAILURE else 1
        if one.failures > MOST_FAILURES:
            raise NotReady(f"{one.child.name} ended {one.failures} times in a row.\n{last_lines(one.child.log)}")
        wait = 0.0 if one.failures == 1 else min(0.25 * 2**one.failures, LONGEST_WAIT)
        print(f"{one.child.name} ended ({one.child.process and one.child.process.returncode}); starting it again.")
        sys.stdout.flush()
        one.start_again_at = time.monotonic() + wait

    def start_again(self, one: Watched) -> None:
        if one.start_again_at is not None and time.monotonic() >= one.start_again_at:
            one.start_again_at = None
            one.started = time.monotonic()
            one.child.start()

    def stop(self) -> None:
        """Those who use the servers first, all at once; then the servers, last started first."""
        children = [one.child for one in self.watched]
        users = [child for child in children if child.name not in {"postgres", "broker"}]
        for stage in (users, [child for child in children if child not in users]):
            stop_all(stage)


def stop_all(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped()


def gain(one: Watched) -> bytes:
    """What was written since; a log that was cut is read from its beginning."""
    if size_of(one.child.log) < one.read:
        one.read = 0
    with one.child.log.open("rb") as file:
        file.seek(one.read)
        return file.read(LARGEST_GAIN)


def size_of(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0
