"""A mark of the state that the index is in: a new one with each change, in the transaction of the change."""

import threading
import uuid
from typing import Any

import psycopg
from django.db import connection

from galaxy.search.models import IndexVersion

WITH_WAITING = """
SELECT mark, (SELECT coalesce(sum(id), 0)::bigint FROM search_indexrequest) FROM search_indexversion
"""
WHERE = ("dbname", "user", "password", "host", "port", "options", "connect_timeout", "sslmode")


def current() -> uuid.UUID | None:
    """None before the first change."""
    return IndexVersion.objects.values_list("mark", flat=True).first()


class Watch(threading.local):
    """A connection for each thread that stays open: for pages in memory, to take one from the pool costs more than all
    the rest."""

    connection: psycopg.Connection[Any] | None = None

    def read(self) -> tuple[uuid.UUID, int] | None:
        try:
            if self.connection is None:
                there = {name: value for name, value in connection.get_connection_params().items() if name in WHERE}
                self.connection = psycopg.connect(**there, autocommit=True)
            return self.connection.execute(WITH_WAITING, prepare=True, binary=True).fetchone()
        except psycopg.Error:
            self.close()
            return None

    def close(self) -> None:
        """The next reading opens it again."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


watch = Watch()


def with_waiting() -> tuple[uuid.UUID, int] | None:
    """The mark, and a number that is another whenever an item begins to wait for the index, or has been waited for.

    None before the first change, and while the database is away. Inside of a transaction: as that sees it.
    """
    if not connection.in_atomic_block:
        return watch.read()
    with connection.cursor() as cursor:
        cursor.execute(WITH_WAITING)
        return cursor.fetchone()


def advance() -> None:
    """The last thing that a transaction does to the index, as others wait for it until commit."""
    IndexVersion.objects.update_or_create(pk=1, defaults={"mark": uuid.uuid4()})
