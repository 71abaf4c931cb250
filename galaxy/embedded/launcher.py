"""`python3 manage.py up`: brings the whole portal up in order, watches it, stops it."""

import argparse
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from galaxy.embedded import broker, commands, environment, postgres
from galaxy.embedded.catalogues import compile_catalogues
from galaxy.embedded.layout import ROOT, Layout, layout
from galaxy.embedded.locks import Lock, opened
from galaxy.embedded.preparation import DEMO, MIGRATE, STATIC, TAXONOMY, Record, Step
from galaxy.embedded.processes import Child, NotReady
from galaxy.embedded.supervisor import Stopped, Supervisor

EARLIER_START = 20.0  # seconds that the processes of a killed start may take to end


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    place = layout()
    with opened(place.data / "up.lock") as lock:
        if not lock.take():
            return tell_holder(lock)
        lock.write({"url": environment.address(options.host, options.port)})
        try:
            return Portal(place, options.host, options.port, demo=options.demo).run()
        except NotReady as problem:
            print(f"\n{problem}", file=sys.stderr)
            return 1


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Run the whole portal.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="do not load the demonstration data")
    return parser.parse_args(arguments)


def tell_holder(lock: Lock) -> int:
    note = lock.read()
    if "url" in note:
        print(f"Galaxy is already running: {note['url']}/")
        return 0
    print(f"The command `{note.get('command', '?')}` is using the database. Start again when it has ended.")
    return 1


class Portal:
    """The processes of one embedded installation."""

    def __init__(self, place: Layout, host: str, port: int, *, demo: bool) -> None:
        self.place, self.host, self.port, self.demo = place, host, port, demo
        self.url = environment.address(host, port)
        self.supervisor = Supervisor()
        self.environment = environment.portal(place, host, port)
        self.keeps: tuple[int, ...] = ()

    def run(self) -> int:
        """Returns when the operator stops it; NotReady when it cannot be kept up."""
        self.supervisor.listen()
        with opened(self.place.data / "processes.lock") as processes:
            self.wait_for_earlier(processes)
            self.keeps = (processes.handle,)
            try:
                self.start()
                self.supervisor.watch()
            except Stopped:
                print("\nStopping …", flush=True)
            finally:
                self.supervisor.stop()
        print("Stopped.")
        return 0

    def wait_for_earlier(self, processes: Lock) -> None:
        """A start that was killed leaves processes that are just ending: each of them holds this lock."""
        with progress("Waiting for the processes of an earlier start"):
            if not processes.take(wait=EARLIER_START):
                raise NotReady("Processes of an earlier start still run. End them (look for `galaxy`) and start again.")

    def start(self) -> None:
        self.check_port()
        with progress("Starting PostgreSQL and the broker"):
            self.start_servers()
        with progress("Compiling translations"):
            compile_catalogues(ROOT)
        self.prepare()
        with progress("Starting the web server"):
            web = self.child("web", commands.web(self.host, self.port))
            web.environment = {**self.environment, "GALAXY_DB_POOL": "1"}
            web.is_ready = self.answers
            self.supervisor.wait_ready(self.supervisor.add(web, echo=True))
        self.announce()
        self.add("worker", commands.worker())
        self.add("beat", commands.beat(self.place.data / "beat-schedule"))

    def check_port(self) -> None:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as problem:
                raise NotReady(f"{self.host}:{self.port}: {problem.strerror}. Choose another with --port.") from None

    def start_servers(self) -> None:
        place, started = self.place, []
        if not os.environ.get("DATABASE_URL"):
            postgres.make_cluster(place.cluster)
            log = place.logs / "postgres.log"
            started.append(self.supervisor.add(postgres.server(place.cluster, place.sockets, log, keeps=self.keeps)))
        if not os.environ.get("REDIS_URL"):
            server = broker.server(place.queue, place.broker_socket, place.logs / "broker.log", keeps=self.keeps)
            started.append(self.supervisor.add(server))
        self.supervisor.wait_ready(*started)
        if not os.environ.get("DATABASE_URL"):
            postgres.make_database(place.sockets)

    def prepare(self) -> None:
        """Migrations, reference data, demo and static files in one process; nothing when nothing changed."""
        database = Record(self.place.cluster / "galaxy-prepared.json")
        static = Record(self.place.data / "static" / ".prepared.json")
        stored = [MIGRATE, TAXONOMY, *([DEMO] if self.demo else [])]
        own_server = bool(os.environ.get("DATABASE_URL"))
        stored_due = stored if own_server else database.outdated(stored)
        static_due = static.outdated([STATIC])
        due = [*stored_due, *static_due]
        if due:
            self.supervisor.run(self.child("prepare", prepare_command(due)))
            static.note(static_due)
            if not own_server:
                database.note(stored_due)

    def add(self, name: str, command: list[str]) -> Child:
        return self.supervisor.add(self.child(name, command), echo=True)

    def child(self, name: str, command: list[str]) -> Child:
        log = self.place.logs / f"{name}.log"
        return Child(name, command, log, environment=self.environment, keeps=self.keeps)

    def answers(self, child: Child) -> bool:
        reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return answers(f"http://{environment.in_address(reached)}:{self.port}/livez")

    def announce(self) -> None:
        print(f"\nGalaxy runs at {self.url}/\n")
        accounts = self.place.data / "demo-accounts.txt"
        if self.demo and accounts.exists():
            print(f"Demo accounts ({shown(accounts)}):\n")
            print("".join(f"  {line}\n" for line in accounts.read_text().splitlines()))
        print(f"Mail goes to {shown(self.place.data / 'mail')} and is shown at {self.url}/outbox/")
        print(f"Logs are in {shown(self.place.logs)}. Ctrl-C stops everything.\n", flush=True)


def prepare_command(steps: Sequence[Step]) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "prepare", *(step.command for step in steps)]


def answers(url: str) -> bool:
    """Any answer counts, an error too: the web server is there."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of ours
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """A line for what took over a second; nothing for what did not."""
    started = time.monotonic()
    yield
    if (took := time.monotonic() - started) > 1:
        print(f"{what} … {took:.1f} s", flush=True)
