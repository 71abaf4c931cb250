"""Takes committed rows away again, without Django's flush, which would take the reference data too."""

import time

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = (
    "django_migrations",
    "django_content_type",
    "django_site",
    "auth_permission",
    "auth_group",
    "taxonomy_",
    "search_synonymgroup",
    "moderation_reason",
)
ATTEMPTS = 5


def empty_tables(connection: BaseDatabaseWrapper) -> None:
    """Tries again when a worker of the live portal is in the way."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return truncate(connection)
        except OperationalError:  # a deadlock, or a lock not granted in time
            if attempt == ATTEMPTS:
                raise
            time.sleep(0.2 * attempt)


def truncate(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall() if not name.startswith(KEPT)]
        tables = ", ".join(connection.ops.quote_name(name) for name in names)
        # Append-only tables refuse TRUNCATE by trigger; as a replica no trigger fires.
        cursor.execute("SET lock_timeout = '5s'; SET session_replication_role = replica")
        try:
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        finally:
            cursor.execute("SET session_replication_role = DEFAULT; SET lock_timeout = DEFAULT")
