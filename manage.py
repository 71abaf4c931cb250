#!/usr/bin/env python3
"""Galaxy's one entry point. It needs a bare Python; what is missing goes into .venv first.

python3 manage.py up        run the whole portal
python3 manage.py test      run the tests; arguments go on to pytest
python3 manage.py lint      check format, style, types and templates
python3 manage.py install   only build .venv (with --develop: the tools of test and lint too)

Every other command is Django's own or one of the portal's: python3 manage.py help
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
INSTALLER = ROOT / "galaxy" / "embedded" / "installer.txt"
LOCKS = {"run": ROOT / "requirements.txt", "develop": ROOT / "tests" / "requirements.txt"}
RUNNERS = {
    "up": "galaxy.embedded.launcher",
    "test": "galaxy.embedded.testing",
    "lint": "galaxy.embedded.linting",
}
NO_PIP = """
Galaxy installs its packages with pip, and this Python has none.
On Debian or Ubuntu, run as root:   apt-get install python3-venv
Then run the same command again."""

# What pip is configured with, under the name that uv reads it by.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
COMMA_SEPARATED = {"UV_FIND_LINKS"}


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "help"
    if sys.version_info < (3, 11):  # noqa: UP036 - older ones get this far
        print(f"Galaxy needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    ensure_environment(groups_for(command, arguments))
    if command == "install":
        return 0
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *arguments])
    return run(command, arguments)


def run(command: str, arguments: list[str]) -> int:
    """In the finished environment: galaxy and its packages can be imported from here on."""
    if command in RUNNERS:
        return importlib.import_module(RUNNERS[command]).main(arguments[1:])
    from django.core.management import execute_from_command_line

    from galaxy.embedded.database import database_for

    with database_for(command):
        execute_from_command_line([str(ROOT / "manage.py"), *arguments])
    return 0


def groups_for(command: str, arguments: list[str]) -> list[str]:
    develops = command in {"test", "lint"} or (command == "install" and "--develop" in arguments)
    return ["run", "develop"] if develops else ["run"]


# The environment


def ensure_environment(groups: list[str]) -> None:
    """Builds .venv, or brings it up to the locks. Does nothing, in a millisecond, when they agree."""
    if is_current(groups):
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current(groups):
            build_environment(groups)


def is_current(groups: list[str]) -> bool:
    stamp = read_stamp()
    return is_usable(stamp) and all(stamp.get(group) == fingerprint(group) for group in groups)


def is_usable(stamp: dict[str, str]) -> bool:
    """False for a folder that was moved, or whose Python is gone or another one now."""
    return PYTHON.exists() and stamp.get("path") == str(VENV) and stamp.get("python") == real_python()


def read_stamp() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def real_python() -> str:
    return os.path.realpath(PYTHON)


def fingerprint(group: str) -> str:
    return hashlib.sha256(LOCKS[group].read_bytes() + INSTALLER.read_bytes()).hexdigest()


def build_environment(groups: list[str]) -> None:
    stamp = read_stamp()
    if not PYTHON.exists() or (stamp and not is_usable(stamp)):
        if VENV.is_symlink():
            VENV.unlink()  # to another copy's environment, which is not ours to clear
        with progress("Making a Python environment in .venv"):
            venv.create(VENV, clear=True, symlinks=True, with_pip=False)
    with progress("Installing packages"):
        install([LOCKS[group] for group in groups])
    kept = {group: value for group, value in read_stamp().items() if group in LOCKS}
    fresh = {group: fingerprint(group) for group in groups}
    STAMP.write_text(json.dumps({**kept, **fresh, "path": str(VENV), "python": real_python()}))


def install(locks: list[Path]) -> None:
    wanted = ["--require-hashes", *(part for lock in locks for part in ("--requirement", str(lock)))]
    uv = find_uv()
    if uv:
        checked([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *wanted], uv_environment())
    else:
        checked([*pip(), "install", "--quiet", *wanted])


def find_uv() -> str | None:
    """The pinned uv inside .venv, installed by pip when it is not there; None where there is none to be had."""
    uv = VENV / "bin" / "uv"
    if not uv.exists() and has_pip():
        arguments = ["install", "--quiet", "--no-cache-dir", "--require-hashes", "-r", str(INSTALLER)]
        subprocess.run([*pip(), *arguments], check=False, capture_output=True)
    return str(uv) if uv.exists() else shutil.which("uv")


def has_pip() -> bool:
    return any(importlib.util.find_spec(name) for name in ("pip", "ensurepip"))


def pip() -> list[str]:
    """This Python's pip working on .venv, or one put into .venv."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if not importlib.util.find_spec("ensurepip"):
        sys.exit(NO_PIP)
    checked([str(PYTHON), "-m", "ensurepip"])
    return [str(PYTHON), "-m", "pip"]


def uv_environment() -> dict[str, str]:
    """Leads uv to the index that pip is configured with. The hashes of the lock hold either way."""
    found = {"UV_CACHE_DIR": str(ROOT / "var" / "cache" / "uv"), "UV_INDEX_STRATEGY": "unsafe-best-match"}
    for key, value in pip_settings().items():
        name = UV_NAMES.get(key)
        if name:
            found[name] = ",".join(value.split()) if name in COMMA_SEPARATED else value
    return {**found, **os.environ}


def pip_settings() -> dict[str, str]:
    """As `pip config list` tells them: files first, environment last, a later one wins."""
    python = sys.executable if importlib.util.find_spec("pip") else str(PYTHON)
    listed = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True)
    settings = {}
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in {"global", "install", ":env:"}:
            settings[name] = str(ast.literal_eval(value))
    return settings


def checked(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Shows what the command said only when it failed."""
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"\n{done.stdout}\nThis failed: {' '.join(command[:4])} …")


@contextmanager
def progress(what: str) -> Iterator[None]:
    """To stderr, so that the output of a command stays its own."""
    started = time.monotonic()
    print(f"{what} …", end=" ", flush=True, file=sys.stderr)
    yield
    print(f"{time.monotonic() - started:.1f} s", flush=True, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
