"""Database, broker and portal of the test run. `python3 manage.py test` starts what this file finds running."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from galaxy.ml.embedding import get_embedder
from tests.committed import empty_tables
from tests.live_portal import LivePortal

pytest_plugins = ["tests.guards", "tests.browsing"]

# Playwright keeps an event loop in the main thread, and Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure() -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2PasswordHasher", *settings.PASSWORD_HASHERS]


def run_folder() -> Path | None:
    """The private folder of `manage.py test`; None for a bare pytest with a DATABASE_URL of its own."""
    folder = os.environ.get("GALAXY_TEST_RUN")
    return Path(folder) if folder else None


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Migrated, and with the reference data, once for the run."""
    if run_folder():
        yield  # this run's database was copied from a prepared one
        return
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        call_command("load_taxonomy", verbosity=0)
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def loaded_model() -> None:
    """Searches go by meaning from the first test on, or by words alone in all."""
    get_embedder()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The last page of a test leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def committed_db(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Rows that other connections see. Afterwards all but the reference data is gone."""
    portal = request.getfixturevalue("portal") if "portal" in request.fixturenames else None
    with django_db_blocker.unblock():
        yield
        if portal:
            portal.settle()
        empty_tables(connection)
        connection.close()


@pytest.fixture(scope="session")
def portal_processes(django_db_setup: None) -> Iterator[LivePortal]:
    folder = run_folder()
    if folder is None:
        pytest.fail("The live portal needs the servers of `python3 manage.py test`.", pytrace=False)
    live = LivePortal(folder)
    try:
        live.start()
        yield live
    finally:
        live.stop()


@pytest.fixture
def portal(portal_processes: LivePortal) -> LivePortal:
    """Web server, worker and beat on the database of this run, all alive. They see committed rows only."""
    portal_processes.heal()
    portal_processes.empty_outbox()
    return portal_processes
