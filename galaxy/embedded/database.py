"""A database for a single management command: that of a running `up`, or one started for its duration."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from galaxy.embedded import environment, postgres
from galaxy.embedded.layout import Layout, layout
from galaxy.embedded.locks import Lock, opened

WITHOUT = {"help", "version", "--version", "check", "makemessages", "compile_catalogues", "collectstatic", "startapp"}
FOREVER = 10**9


@contextmanager
def database_for(command: str) -> Iterator[None]:
    """Does nothing where DATABASE_URL names a server."""
    if os.environ.get("DATABASE_URL") and os.environ.get("GALAXY_SECRET_KEY"):
        yield
        return
    place = layout()
    own_server = bool(os.environ.get("DATABASE_URL"))
    os.environ.update({**environment.base(place), **environment.servers(place)})
    os.environ.setdefault("GALAXY_EMBEDDED", "0" if own_server else "1")
    if own_server or command in WITHOUT:
        yield
        return
    with opened(place.data / "up.lock") as lock, opened(place.data / "users.lock") as users:
        if lock.take():
            lock.write({"command": command})
            with started(place, users):
                yield
        else:
            wait_for_other(place)
            users.take(shared=True, wait=FOREVER)
            yield


@contextmanager
def started(place: Layout, users: Lock) -> Iterator[None]:
    created = postgres.make_cluster(place.cluster)
    server = postgres.server(place.cluster, place.sockets, place.logs / "postgres.log")
    server.start()
    try:
        server.wait_ready()
        if created:
            postgres.make_database(place.sockets)
        yield
        users.take(wait=FOREVER)  # others may have joined meanwhile
    finally:
        server.stop()


def wait_for_other(place: Layout) -> None:
    """Whoever holds the lock has started the server, or is about to."""
    until = time.monotonic() + 60
    while not postgres.answers(place.cluster, place.sockets):
        if time.monotonic() > until:
            sys.exit(f"Another command holds {place.data / 'up.lock'}, but its database does not answer.")
        time.sleep(0.1)
