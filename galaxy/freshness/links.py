"""Whether outside addresses answer: each asked once a week, a server never more than once a second.

A row for each address says when it is due, and a row for each server when it may be asked next: workers agree through
them, and a worker that dies costs nothing but its lease.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from galaxy.core.outgoing import Failed, Limits, Problem, fetch, target_of
from galaxy.freshness.models import FAILURES_UNTIL_DEAD, Host, Link
from galaxy.notifications.services import notify

logger = logging.getLogger(__name__)

EVERY = timedelta(days=7)
AGAIN = timedelta(hours=1)  # after a failure that may be ours
LATELY = timedelta(days=1)
LEASE = timedelta(minutes=3)  # longer than a check can take
LIMITS = Limits(seconds=20, size=0)
THREADS = 8
PAUSE = 0.2  # seconds between looks for a server that is free
# There is an answer: who may read more is another matter, and so is how often a machine may ask.
ANSWERS = {401, 402, 403, 405, 406, 407, 415, 418, 421, 423, 425, 426, 428, 429, 451, 999}
# Where nothing at all answers, the fault is with the network of the portal.
PERHAPS_OURS = {Problem.NAME, Problem.CONNECTION, Problem.TIME, Problem.CERTIFICATE}
MOST_TOLD = 20

# A little over a second, so that two never arrive within one.
SLOT = """
INSERT INTO freshness_host (name, free_at, leased_until)
VALUES (%s, clock_timestamp() + interval '1.1 seconds', clock_timestamp())
ON CONFLICT (name) DO UPDATE SET free_at = greatest(freshness_host.free_at, clock_timestamp()) + interval '1.1 seconds'
RETURNING extract(epoch FROM free_at - interval '1.1 seconds' - clock_timestamp())::float
"""


@dataclass(frozen=True)
class Seen:
    """What a check found."""

    answers: bool
    status: int | None = None
    problem: str = ""


# Which addresses there are


def linked_models() -> list[type[models.Model]]:
    """Those whose `addresses` name columns that lead outside."""
    return [model for model in apps.get_models() if getattr(model, "addresses", ())]


def addresses_of(item: Any) -> list[tuple[str, str]]:
    """Each with the field that names it; one query for each field."""
    found = []
    for path in item.addresses:
        rows = type(item).objects.filter(pk=item.pk).order_by(path).values_list(path, flat=True)
        found += [(path.partition("__")[0], url) for url in rows if url]
    return found


def links_of(item: Any) -> list[tuple[str, Link]]:
    """The addresses of an item with what is known of them; those that nobody has looked at are new rows, unsaved."""
    addresses = addresses_of(item)
    known = {link.url: link for link in Link.objects.filter(url__in=[url for _field, url in addresses])}
    return [(field, known.get(url) or Link(url=url)) for field, url in addresses]


def records_with(url: str) -> list[Any]:
    """All public records that name this address."""
    return [
        item
        for model in linked_models()
        for item in _public(model).filter(reduce(or_, (Q(**{path: url}) for path in _paths(model)))).distinct()
    ]


def dead_on(column: str) -> Subquery:
    """For an annotation: the day of the last check of a dead address; None for all others."""
    return Subquery(Link.objects.dead().filter(url=OuterRef(column)).values(day=TruncDate("checked_at"))[:1])


def collect() -> int:
    """A row for each address that a public or waiting record names, and for no other; how many there are."""
    wanted = {
        url for model in linked_models() for rows in (_public(model), _waiting(model)) for url in _urls(model, rows)
    }
    known = set(Link.objects.values_list("url", flat=True))
    _add(wanted - known)
    Link.objects.filter(url__in=known - wanted).delete()
    return len(wanted)


def collect_waiting() -> int:
    """Have the addresses of what was just handed in checked before somebody reviews it; how many are asked for."""
    handed_in: dict[str, datetime] = {}
    for model in linked_models():
        for path in _paths(model):
            rows = _waiting(model).order_by("submitted_at").values_list(path, "submitted_at")
            handed_in.update((url, moment) for url, moment in rows if url)
    known = dict(Link.objects.filter(url__in=handed_in).values_list("url", "checked_at"))
    _add(handed_in.keys() - known)
    old = [url for url, checked_at in known.items() if checked_at and checked_at < handed_in[url]]
    again = Link.objects.filter(url__in=old, next_check_at__gt=timezone.now())
    return len(handed_in.keys() - known) + again.update(next_check_at=timezone.now())


def _urls(model: type[models.Model], rows: Any) -> set[str]:
    return {url for path in _paths(model) for url in rows.order_by().values_list(path, flat=True) if url}


def _paths(model: Any) -> tuple[str, ...]:
    return model.addresses


def _public(model: Any) -> Any:
    return model.objects.published()


def _waiting(model: Any) -> Any:
    return model.objects.waiting()


def _add(urls: Iterable[str]) -> None:
    hosts = {url: host_of(url) for url in sorted(urls)}
    Host.objects.bulk_create([Host(name=name) for name in sorted(set(hosts.values()))], ignore_conflicts=True)
    Link.objects.bulk_create([Link(url=url, host_id=host) for url, host in hosts.items()], ignore_conflicts=True)


def host_of(url: str) -> str:
    """Empty where the address has none that could be asked."""
    try:
        return target_of(url).host[:255]
    except Failed:
        return ""


# Checking them


def check_due(*, seconds: float, threads: int = THREADS, report: Callable[[Link], None] | None = None) -> int:
    """Check what is due, for so long at most; how many were checked. With one thread, in this very transaction."""
    until = time.monotonic() + seconds
    if threads == 1:
        return _work(until, report)
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(lambda _number: _work_apart(until, report), range(threads)))


def _work_apart(until: float, report: Callable[[Link], None] | None) -> int:
    try:
        return _work(until, report)
    finally:
        connection.close()


def _work(until: float, report: Callable[[Link], None] | None) -> int:
    number = 0
    while time.monotonic() < until:
        link = claim()
        if link is None:
            if not Link.objects.due(timezone.now()).exists():
                break
            time.sleep(PAUSE)
            continue
        note(link, look_at(link.url))
        number += 1
        if report:
            report(link)
    return number


@transaction.atomic
def claim() -> Link | None:
    """An address that is due, of a server that nobody else asks now; None where there is none."""
    now = timezone.now()
    host = Host.objects.ready(now).select_for_update(skip_locked=True, of=("self",)).first()
    if host is None:
        return None
    host.leased_until = now + LEASE
    host.save(update_fields=["leased_until"])
    return Link.objects.due(now).filter(host=host).order_by("next_check_at", "pk").first()


def look_at(url: str) -> Seen:
    """Ask for the head of the page, and for the page where a server does not know that; its body is never read."""
    seen = _ask(url, "HEAD")
    has_spoken = seen.problem in ("", Problem.CONNECTION, Problem.ANSWER)
    return seen if seen.answers or not has_spoken else _ask(url, "GET")


def _ask(url: str, method: str) -> Seen:
    try:
        status = fetch(url, method=method, limits=LIMITS, turn=take_turn).status
    except Failed as failed:
        return Seen(answers=False, problem=failed.problem)
    return Seen(answers=200 <= status < 400 or (status in ANSWERS and method == "GET"), status=status)


def take_turn(host: str) -> None:
    """Wait until this server may be asked: one request a second, of all workers together."""
    with connection.cursor() as cursor:
        cursor.execute(SLOT, [host])
        seconds = cursor.fetchone()[0]
    if seconds > 0:
        time.sleep(seconds)


@transaction.atomic
def note(link: Link, seen: Seen) -> None:
    """Write down what was seen, and tell the owners where it is the third failure in a row."""
    now = timezone.now()
    Host.objects.filter(pk=link.host_id).update(leased_until=now)
    row = Link.objects.select_for_update().filter(pk=link.pk).first()
    if row is None:
        return
    if seen.problem in PERHAPS_OURS and not Link.objects.filter(answered_at__gte=now - LATELY).exists():
        row.next_check_at = now + AGAIN
        row.save(update_fields=["next_check_at"])
        return
    row.checked_at, row.next_check_at = now, now + EVERY
    row.status, row.problem = seen.status, seen.problem
    if seen.answers:
        row.answered_at, row.first_failed_at, row.failures_count = now, None, 0
    elif seen.problem != Problem.ADDRESS:  # what may not be asked is not known to be dead
        row.first_failed_at, row.failures_count = row.first_failed_at or now, row.failures_count + 1
    row.save()
    if row.failures_count == FAILURES_UNTIL_DEAD:
        tell_owners(row)


def tell_owners(link: Link) -> None:
    """One message for each person, however many of their records name the address."""
    records: dict[User, list[Any]] = defaultdict(list)
    for item in records_with(link.url):
        for person in item.contributors():
            records[person].append(item)
    for person, items in records.items():
        notify("freshness.link_dead", item=link, to=person, records=items[:MOST_TOLD], count=len(items))
