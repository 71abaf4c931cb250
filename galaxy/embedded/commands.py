"""How web, worker and beat are started, here and in containers: python -m galaxy.embedded.commands web"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUIET = "ignore:You're running the worker with superuser privileges"


def web(host: str, port: int, *, workers: int = 2) -> list[str]:
    """granian reads slow clients outside of Python, so that none of them holds a thread. See docs/decisions."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": str(port),
        "workers": str(workers),
        "blocking-threads": "4",  # under the 6 connections of each process's pool
        "backlog": "1024",
        "http": "1",
        "http1-header-read-timeout": "20000",
        "respawn-interval": "0.5",
        "workers-kill-timeout": "10",
        "log-level": "warning",
        "working-dir": str(ROOT),
    }
    named = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "granian", *named, "--respawn-failed-workers", "--no-ws", "galaxy.wsgi:application"]


def worker(*, concurrency: int = 2) -> list[str]:
    celery = [sys.executable, "-W", QUIET, "-m", "celery", "-q", "-A", "galaxy"]
    options = ["-c", str(concurrency), "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return [*celery, "worker", *options]


def beat(schedule: Path) -> list[str]:
    """Run exactly one."""
    celery = [sys.executable, "-m", "celery", "-q", "-A", "galaxy"]
    return [*celery, "beat", "--schedule", str(schedule), "--pidfile", "", "--loglevel", "WARNING"]


def main(name: str) -> None:
    commands = {
        "web": lambda: web("0.0.0.0", int(os.environ.get("PORT", "8000"))),  # noqa: S104 - inside a container
        "worker": worker,
        "beat": lambda: beat(Path("/tmp/celerybeat-schedule")),  # noqa: S108 - the container's own
    }
    command = commands[name]()
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1])
