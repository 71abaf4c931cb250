"""Statements that are asked over and over: planned once for each connection, their answers in binary form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class Prepared(psycopg.Cursor[Any]):
    """Needs the same connection for as long as it lives: a pooler between must know of prepared statements."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "Prepared":
        return super().execute(query, params, prepare=True, binary=True)


@contextmanager
def prepared() -> Iterator[CursorWrapper]:
    """A cursor of Django's, so that statements are logged and counted as all others."""
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with connection.wrap_database_errors, wrap(cast("Any", Prepared(connection.connection))) as cursor:
        yield cursor
