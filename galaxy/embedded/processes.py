"""A child process with a readiness check, a log file and a clean stop."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 10 * 1024 * 1024
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class NotReady(RuntimeError):
    """A process ended, or did not answer in its time."""


@dataclass
class Child:
    """One process to keep: how it starts, how to see that it serves, how it is told to stop."""

    name: str
    command: Sequence[str]
    log: Path
    is_ready: Callable[["Child"], bool] = lambda child: True
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 15.0
    keeps: tuple[int, ...] = ()  # file descriptors that it holds open, and so the locks on them
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.before()
        keep_small(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops them in order
                preexec_fn=end_with_parent(self.stop_signal),  # noqa: PLW1509 - there are no threads
                pass_fds=self.keeps,
            )

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_ready(self, timeout: float = 60.0, pause: Callable[[], None] = lambda: time.sleep(0.05)) -> None:
        until = time.monotonic() + timeout
        while not self.is_ready(self):
            if not self.is_running:
                raise NotReady(f"{self.name} ended before it was ready.\n{last_lines(self.log)}")
            if time.monotonic() > until:
                raise NotReady(f"{self.name} was not ready after {timeout:.0f} s.\n{last_lines(self.log)}")
            pause()

    def ask_to_stop(self) -> None:
        if self.process and self.is_running:
            self.process.send_signal(self.stop_signal)

    def wait_stopped(self) -> None:
        """Until it has ended by itself, or its grace is over. What it leaves of its own children is killed."""
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace)
            self.kill()

    def stop(self) -> None:
        self.ask_to_stop()
        self.wait_stopped()

    def kill(self) -> None:
        """The whole process group, at once."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def end_with_parent(stop_signal: int) -> Callable[[], None] | None:
    """On Linux a child is told to stop when its parent dies, however the parent died."""
    if _libc is None:
        return None
    prctl, parent = _libc.prctl, os.getpid()

    def in_child() -> None:
        prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return in_child


def last_lines(log: Path, count: int = 12) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    return ""


def keep_small(log: Path) -> None:
    """Moves a large log aside, in place, so that whoever writes it goes on writing."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.with_suffix(".old").write_bytes(log.read_bytes())
        os.truncate(log, 0)
