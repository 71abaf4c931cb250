"""Statements that are asked over and over: planned once for each connection, their answers in binary form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper


class Late(Exception):
    """A statement would have taken longer than it may; whatever it wrote is undone."""


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    """No statement in it takes longer; raises Late where one would."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            (before,) = cursor.fetchone()
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{milliseconds}ms"])
            yield
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as problem:
        if isinstance(problem.__cause__, psycopg.errors.QueryCanceled):
            raise Late from problem
        raise


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
