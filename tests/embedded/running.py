"""A portal started as a reader of the README starts it, in a data folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from galaxy.embedded import broker, postgres
from galaxy.embedded.launcher import answers
from galaxy.embedded.layout import ROOT, Layout, layout
from tests.live_portal import free_port

PARTS = {
    "web": r"-m granian",
    "worker": r"celery .* worker ",
    "beat": r"celery .* beat ",
    "postgres": r"bin/postgres ",
    "broker": r"valkey-server|redis-server",
}
PATIENCE = 180.0  # seconds; a start takes five on a machine that has time


class RunningPortal:
    """`up` in a process, seen from outside."""

    def __init__(self, data: Path, servers: Mapping[str, str] | None = None) -> None:
        """`servers`: the addresses of an operator's own, in place of the embedded ones."""
        self.data = data
        self.servers = servers or {}
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def place(self) -> Layout:
        return layout(self.data)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        servers = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        kept = {k: v for k, v in os.environ.items() if k not in servers and not k.startswith("GALAXY_")}
        return {**kept, "GALAXY_DATA_DIR": str(self.data), **self.servers}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        manage = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(manage, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)

    def start(self, *options: str) -> None:
        manage = [sys.executable, str(ROOT / "manage.py"), "up", "--no-demo", "--port", str(self.port), *options]
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "up.log").open("a") as log:
            self.process = subprocess.Popen(manage, env=self.environment, stdout=log, stderr=log, text=True)
        self.wait_until(self.is_whole)

    def begin(self, code: str) -> subprocess.Popen[str]:
        """Lines of Python in a process of their own, beside the portal."""
        manage = [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", code]
        return subprocess.Popen(manage, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def is_whole(self) -> bool:
        if self.servers:
            return answers(f"{self.url}/livez") and all(self.pid_of(part) for part in ("web", "worker", "beat"))
        place = self.place
        serves = postgres.answers(place.cluster, place.sockets) and broker.has_worker(place.broker_socket)
        return serves and answers(f"{self.url}/livez") and all(self.pid_of(part) for part in PARTS)

    def wait_until(self, is_true: Callable[[], object], timeout: float = PATIENCE) -> None:
        until = time.monotonic() + timeout
        while not is_true():
            assert time.monotonic() < until, f"not true after {timeout} s\n{self.said()}"
            time.sleep(0.1)

    def mails(self) -> list[str]:
        """To whom the messages in the outbox go."""
        texts = [path.read_text() for path in (self.data / "mail").glob("*.eml")]
        return re.findall(r"^To: (.*)$", "\n".join(texts), re.MULTILINE)

    def status_of(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def said(self) -> str:
        return (self.data / "up.log").read_text()

    def pid_of(self, part: str) -> int | None:
        """Of the part's first process: the supervisor's own child."""
        supervisor = self.process.pid if self.process else 0
        for pid in pids():
            if parent_of(pid) == supervisor and re.search(PARTS[part], command_line(pid)):
                return pid
        return None

    def left(self) -> list[str]:
        """Processes of this data folder, the supervisor among them."""
        mark = f"GALAXY_DATA_DIR={self.data}\0".encode()
        return [command_line(pid) for pid in pids() if mark in read(f"/proc/{pid}/environ") + b"\0"]

    def signal(self, number: signal.Signals) -> None:
        if self.process:
            self.process.send_signal(number)

    def stop(self) -> None:
        if self.process:
            self.signal(signal.SIGTERM)
            self.process.wait(PATIENCE)


def pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def command_line(pid: int) -> str:
    return read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace")


def parent_of(pid: int) -> int:
    """Zombies have none here: they are gone, but for their number."""
    fields = read(f"/proc/{pid}/stat").decode(errors="replace").rpartition(")")[2].split()
    return int(fields[1]) if fields and fields[0] != "Z" else 0
