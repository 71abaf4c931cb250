"""`python3 manage.py lint`: every check of the code that is not a test, each told with its outcome."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from galaxy.embedded.environment import base
from galaxy.embedded.layout import ROOT, layout

MANAGE = [sys.executable, str(ROOT / "manage.py")]
MODULE = [sys.executable, "-m"]

STEPS: dict[str, list[str]] = {
    "format": [*MODULE, "ruff", "format", "--check", "--quiet", "."],
    "style": [*MODULE, "ruff", "check", "--quiet", "."],
    "types": [*MODULE, "mypy"],
    "templates": [*MODULE, "djlint", "--lint", "--quiet", "templates"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}
# `check --deploy` looks at an installation as it should be on the internet.
NO_DATABASE = {"DATABASE_URL": "postgresql:///not-needed"}
DEPLOYED = {
    "GALAXY_BASE_URL": "https://galaxy.example",
    "GALAXY_ALLOWED_HOSTS": "galaxy.example",
    "GALAXY_EMBEDDED": "0",
}


def main(arguments: Sequence[str]) -> int:
    """All of them, or those named; goes on after a failure, so that one run shows everything."""
    names = arguments or list(STEPS)
    if unknown := set(names) - set(STEPS):
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    failed = [name for name in names if not passes(name)]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


def passes(name: str) -> bool:
    started = time.monotonic()
    variables = {**os.environ, **base(layout()), **NO_DATABASE, **(DEPLOYED if name == "deployment" else {})}
    done = subprocess.run(STEPS[name], env=variables, cwd=ROOT, capture_output=True, text=True)
    outcome = "ok" if done.returncode == 0 else "failed"
    print(f"{name:<12}{outcome:<8}{time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}", flush=True)
    return done.returncode == 0
