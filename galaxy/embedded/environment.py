"""What the child processes, and commands beside them, find in their environment."""

import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path

from galaxy.embedded.layout import Layout

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened on


def base(layout: Layout) -> dict[str, str]:
    """Shared by `up`, by single commands and by the tests. What the operator set stays as it is."""
    return {
        "DJANGO_SETTINGS_MODULE": "galaxy.settings",
        "GALAXY_DATA_DIR": str(layout.data),
        "GALAXY_SECRET_KEY": os.environ.get("GALAXY_SECRET_KEY") or secret_key(layout.data / "secret-key"),
        "PYTHONUNBUFFERED": "1",
    }


def servers(layout: Layout) -> dict[str, str]:
    """The addresses of the embedded servers, each replaced by one that the operator names."""
    return {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or layout.database_url(),
        "REDIS_URL": os.environ.get("REDIS_URL") or layout.broker_url,
    }


def portal(layout: Layout, host: str, port: int) -> dict[str, str]:
    """For a portal that runs embedded: a demonstration, reached under the names of this machine."""
    chosen = {
        "GALAXY_EMBEDDED": "1",
        "GALAXY_BASE_URL": address(host, port),
        "GALAXY_ALLOWED_HOSTS": ",".join(host_names(host)),
        "GALAXY_REQUIRE_SECOND_FACTOR": "0",
    }
    return {**base(layout), **servers(layout), **{name: os.environ.get(name, chosen[name]) for name in chosen}}


def address(host: str, port: int) -> str:
    shown = "localhost" if host in {"127.0.0.1", "::1", *EVERYWHERE} else in_address(host)
    return f"http://{shown}:{port}"


def in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def host_names(host: str) -> Iterable[str]:
    names = {"localhost": None, "127.0.0.1": None, "[::1]": None}
    if host in EVERYWHERE:
        names |= {socket.gethostname(): None, socket.getfqdn(): None, own_address(): None}
    else:
        names[in_address(host)] = None
    return names


def own_address() -> str:
    """That of the interface which leads outside. Nothing is sent: the system only looks up the route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def secret_key(path: Path) -> str:
    """Random, made at the first start, readable by this user alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
