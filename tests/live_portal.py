"""A real web server, worker, beat and broker on the database of the test run, and ways to kill them."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from galaxy.embedded import broker, commands
from galaxy.embedded.launcher import answers
from galaxy.embedded.layout import ROOT, Layout
from galaxy.embedded.processes import Child
from galaxy.embedded.supervisor import stop_all

READY = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LivePortal:
    """Started once for a run. A test may kill a part; `heal` starts what is missing before the next one."""

    def __init__(self, sockets: Path) -> None:
        self.place = Layout(Path(settings.DATA_DIR), sockets)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.outbox = Path(settings.EMAIL_FILE_PATH)
        self.broker = broker.server(self.place.queue, self.place.broker_socket, self.place.logs / "broker.log")
        self.web = self.child("web", commands.web("127.0.0.1", self.port), lambda child: answers(f"{self.url}/livez"))
        self.worker = self.child("worker", commands.worker(), lambda child: broker.has_worker(self.place.broker_socket))
        self.beat = self.child("beat", commands.beat(self.place.data / "beat-schedule"), lambda child: True)

    @property
    def children(self) -> list[Child]:
        return [self.broker, self.web, self.worker, self.beat]

    def child(self, name: str, command: list[str], is_ready: Callable[[Child], bool]) -> Child:
        variables = {
            "GALAXY_BASE_URL": self.url,
            "GALAXY_PAGE_CACHE_MB": "16",
            "GALAXY_DB_POOL": "1" if name == "web" else "0",
            "GALAXY_REQUIRE_SECOND_FACTOR": os.environ.get("GALAXY_REQUIRE_SECOND_FACTOR", "0"),
            "GALAXY_STATIC_ROOT": str(settings.STATIC_ROOT),
            "PYTHONPATH": str(ROOT),
        }
        return Child(name, command, self.place.logs / f"{name}.log", is_ready=is_ready, environment=variables)

    def start(self) -> None:
        call_command("collectstatic", interactive=False, link=True, verbosity=0)
        self.heal()

    def heal(self) -> None:
        missing = [child for child in self.children if not child.is_running]
        if self.worker in missing:  # what it had in hand comes back after ten minutes, and settle() would wait for it
            broker.ask(self.place.broker_socket, "DEL", "unacked", "unacked_index")
        for child in missing:
            child.start()
        for child in missing:
            child.wait_ready(READY)

    def stop(self) -> None:
        stop_all([self.beat, self.worker, self.web])
        self.broker.stop()

    # What tests of faults do

    def kill_web(self) -> None:
        self.web.kill()

    def kill_worker(self) -> None:
        """As the system would: with all it has in hand, and no word."""
        self.worker.kill()

    def serve_with(self, **variables: str) -> None:
        """Start the web server anew with other settings."""
        self.web.kill()
        self.web.environment = {**self.web.environment, **variables}
        self.web.start()
        self.web.wait_ready(READY)

    def start_worker(self) -> None:
        self.worker.start()
        self.worker.wait_ready(READY)

    def kill_broker(self) -> None:
        self.broker.kill()

    def start_broker(self) -> None:
        self.broker.start()
        self.broker.wait_ready(READY)

    # What tests look at

    def mails(self) -> list[str]:
        """The messages in the outbox, oldest first, as they would go out."""
        files = sorted(self.outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text() for path in files]

    def empty_outbox(self) -> None:
        for path in self.outbox.glob("*.eml"):
            path.unlink()

    def wait_until(self, is_true: Callable[[], object], timeout: float = 15.0) -> None:
        """Fails with what the worker said when it does not come true."""
        until = time.monotonic() + timeout
        while not is_true():
            assert time.monotonic() < until, f"not true after {timeout} s\n{self.said()}"
            time.sleep(0.05)

    def said(self) -> str:
        return "\n".join(
            f"{child.name}: {child.log.read_text()[-2000:]}" for child in self.children if child.log.exists()
        )

    def settle(self, timeout: float = 10.0) -> None:
        """Until the worker has nothing left in hand or in the queue, or a killed one never will."""
        until = time.monotonic() + timeout
        while time.monotonic() < until and self.worker.is_running and self.broker.is_running:
            path = self.place.broker_socket
            if (broker.ask(path, "LLEN", "celery"), broker.ask(path, "HLEN", "unacked")) == (":0", ":0"):
                return
            time.sleep(0.05)
