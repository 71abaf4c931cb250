"""`python3 manage.py test`: pytest on a PostgreSQL of its own, which is gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from galaxy.embedded import environment, postgres
from galaxy.embedded.catalogues import compile_catalogues
from galaxy.embedded.layout import ROOT, Layout, digest, runtime_folder
from galaxy.embedded.locks import opened
from galaxy.embedded.preparation import MIGRATE, TAXONOMY
from galaxy.embedded.processes import NotReady, end_with_parent

CACHE = ROOT / "var" / "cache"
KEPT = 4
PASSED_ON = {"GALAXY_REQUIRE_BROWSER", "GALAXY_EMBEDDER"}
SECRET_KEY = "for-tests-only-" + "0123456789" * 5
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


def main(arguments: Sequence[str]) -> int:
    compile_catalogues(ROOT)
    try:
        with throwaway() as place:
            command = [sys.executable, "-m", "pytest", *arguments]
            # Ctrl-C reaches pytest itself; the death of this process tells it to end.
            running = subprocess.Popen(command, env=variables(place), preexec_fn=end_with_parent(15))  # noqa: PLW1509
            return wait(running)
    except NotReady as problem:
        print(problem, file=sys.stderr)
        return 1


def wait(running: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:
            continue  # pytest got it as well, and reports before it ends


@contextmanager
def throwaway() -> Iterator[Layout]:
    """A server on a copy of the prepared cluster; nothing of it is ever synced to disk."""
    with folders() as place:
        copy_prepared_cluster(place.cluster)
        server = postgres.server(place.cluster, place.sockets, place.logs / "postgres.log", throwaway=True)
        server.start()
        try:
            server.wait_ready()
            yield place
        finally:
            server.stop()


@contextmanager
def folders() -> Iterator[Layout]:
    """Named by chance, so that several runs at once do not meet."""
    with (
        tempfile.TemporaryDirectory(prefix="galaxy-test-", ignore_cleanup_errors=True) as data,
        tempfile.TemporaryDirectory(prefix="galaxy-test-", dir=runtime_folder()) as sockets,
    ):
        place = Layout(Path(data), Path(sockets))
        place.logs.mkdir()
        yield place


def copy_prepared_cluster(target: Path) -> None:
    """Migrated and with the reference data. One is kept for each state of migrations and vocabularies, but few."""
    key = digest(MIGRATE.fingerprint() + TAXONOMY.fingerprint() + postgres.version())[:16]
    prepared = CACHE / f"test-cluster-{key}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with opened(prepared.with_suffix(".lock")) as lock:
        lock.take(wait=600)
        if not prepared.exists():
            make_prepared_cluster(prepared)
        os.utime(prepared)
        shutil.copytree(prepared, target, symlinks=True)
    for old in sorted(CACHE.glob("test-cluster-????????????????"), key=lambda path: -path.stat().st_mtime)[KEPT:]:
        remove_unused(old)


def remove_unused(prepared: Path) -> None:
    with opened(prepared.with_suffix(".lock")) as lock:
        if lock.take():  # else another run is copying it
            shutil.rmtree(prepared)


def make_prepared_cluster(cluster: Path) -> None:
    with folders() as place:
        postgres.make_cluster(place.cluster, synced=False)
        server = postgres.server(place.cluster, place.sockets, place.logs / "postgres.log", throwaway=True)
        server.start()
        try:
            server.wait_ready()
            postgres.make_database(place.sockets)
            prepare = [sys.executable, str(ROOT / "manage.py"), "prepare", "migrate", "load_taxonomy"]
            done = subprocess.run(prepare, env=variables(place), capture_output=True, text=True)
        finally:
            server.stop()
        if done.returncode:
            raise NotReady(f"The database for the tests could not be prepared.\n{done.stdout}{done.stderr}")
        copy = cluster.with_suffix(".part")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(place.cluster, copy, symlinks=True)
        copy.rename(cluster)


def variables(place: Layout) -> dict[str, str]:
    """The settings of a test run. What the operator's environment says of servers is left out of it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GALAXY_") or name in PASSED_ON}
    return {
        **kept,
        **environment.base(place),
        "GALAXY_SECRET_KEY": SECRET_KEY,
        "GALAXY_EMBEDDED": "1",
        "GALAXY_LINK_CHECK": "0",
        "GALAXY_TEST_RUN": str(place.sockets),
        "GALAXY_STATICFILES_STORAGE": PLAIN_STATIC,
        "GALAXY_PAGE_CACHE_MB": "0",  # a test that asks twice means to see the page made twice
        "DATABASE_URL": place.database_url(),
        "REDIS_URL": place.broker_url,
    }
