"""Freshness by the clock."""

from celery import shared_task
from django.conf import settings
from django.db import connection

from galaxy.freshness import clock, links

SECONDS = 60
LOCK = 7_305_002  # of PostgreSQL's advisory locks: one worker checks at a time, so that the others are free


@shared_task
def collect_links() -> int:
    return links.collect() if settings.LINK_CHECK else 0


@shared_task
def check_links() -> int:
    """What was handed in, and what is due, for a minute; the rest is for the next time."""
    if not settings.LINK_CHECK or not _locked():
        return 0
    try:
        links.collect_waiting()
        return links.check_due(seconds=SECONDS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@shared_task
def run_clock() -> int:
    return clock.run()
