"""Writes the whole index anew, some entries at a time; after a stop it goes on where it was.

First it is written down what is to be done; whoever does a part of it deletes its row in the same transaction. So any
number of processes can share the work, and one that is stopped, by whatever, has neither lost nor repeated a part.
"""

import multiprocessing
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, models, transaction
from django.db.models import Sum

from galaxy.search import segments
from galaxy.search.adapters import Adapter, adapter_of, all_adapters
from galaxy.search.indexing import drop, drop_strays, index_items
from galaxy.search.models import Document, Rebuild

BATCH = 500
WORTH_HELP = 20  # batches; for fewer, one process is as quick
Told = Callable[[int, int], None]  # how many items are done, and how many there are


def silent(done: int, expected: int) -> None:
    pass


def rebuild_all(told: Told = silent, processes: int = 1) -> int:
    """Write every entry anew and drop those of what is gone; how many there are.

    Search goes on meanwhile, and what is published, changed or withdrawn at the same time stays so.
    """
    if not Rebuild.objects.exists():
        _plan()
    is_worth = processes > 1 and Rebuild.objects.count() >= WORTH_HELP
    helpers = _helpers(processes - 1) if is_worth else []
    expected = left = _left()
    while _step():
        left = _left()
        told(expected - left, expected)
    for helper in helpers:
        helper.join()
    for adapter in all_adapters():
        if adapter.part_of:
            drop_strays(adapter)
    segments.rebuild()
    return Document.objects.count()


@transaction.atomic
def _plan() -> None:
    adapters = all_adapters()
    drop(Document.objects.exclude(content_type__in=[_type(adapter) for adapter in adapters]))
    for adapter in (each for each in adapters if not each.part_of):
        entries = Document.objects.filter(content_type=_type(adapter)).values_list("object_id", flat=True)
        keys = sorted({*_public(adapter).values_list("pk", flat=True), *entries})
        batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
        Rebuild.objects.bulk_create(
            Rebuild(kind=adapter.kind, first=batch[0], last=batch[-1], size=len(batch)) for batch in batches
        )


@transaction.atomic
def _step() -> bool:
    """Do one part that nobody is at; False when there is none."""
    part = Rebuild.objects.select_for_update(skip_locked=True).order_by("pk").first()
    if part is None:
        return False
    adapter, span = adapter_of(part.kind), (part.first, part.last)
    entries = Document.objects.filter(content_type=_type(adapter), object_id__range=span)
    public = _public(adapter).filter(pk__range=span)
    index_items(adapter, sorted({*public.values_list("pk", flat=True), *entries.values_list("object_id", flat=True)}))
    part.delete()
    return True


def _left() -> int:
    return Rebuild.objects.aggregate(left=Sum("size", default=0))["left"]


def _helpers(number: int) -> list[Any]:
    """Processes that do parts as well, until none is left."""
    connections.close_all()  # a child must not share them
    fork = multiprocessing.get_context("fork")
    helpers = [fork.Process(target=_help, daemon=True) for _ in range(number)]
    for helper in helpers:
        helper.start()
    return helpers


def _help() -> None:
    while _step():
        pass


def _public(adapter: Adapter[Any]) -> "models.QuerySet[Any]":
    return adapter.published().prefetch_related(None).select_related(None)


def _type(adapter: Adapter[Any]) -> ContentType:
    return ContentType.objects.get_for_model(adapter.model)
