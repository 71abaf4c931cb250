"""Writes, rewrites or deletes entries: the only writer of Document."""

import operator
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVector
from django.db import models, transaction
from django.db.models import Value

from galaxy.search import meaning, segments
from galaxy.search.adapters import Adapter, Entry, adapters_of_parts, all_adapters, get_adapter
from galaxy.search.models import CONFIGURATIONS, SIMPLE, STALE, Document, IndexRequest
from galaxy.search.spelling import key
from galaxy.search.text import pairs, visible
from galaxy.taxonomy.labels import folded

FIELDS = [
    "kind",
    "language",
    "title",
    "sort_title",
    "acronym",
    "starts",
    "summary",
    "body",
    "facets",
    "places",
    "card",
    "year",
    "published_at",
    "vector",
]
BATCH = 200
PART = "part_of"
PLACES = ("country:", "eligible_group:")


@transaction.atomic
def answer_request(pk: int) -> bool:
    """Make the entry of one request's item agree with it. A second run, or a second worker, finds nothing to do."""
    request = IndexRequest.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if request is None:
        return False
    model = request.content_type.model_class()
    if model is not None:
        index_item(model, request.object_id)
    request.delete()
    return True


@transaction.atomic
def index_item(model: type[models.Model], pk: int) -> None:
    """Write the entry of one item, or delete it where the item is not public (any more)."""
    index_items(get_adapter(model), [pk])


@transaction.atomic
def index_items(adapter: Adapter[Any], keys: Sequence[int]) -> int:
    """Make entries agree with these items and their parts; how many are public.

    The rows are held until commit, so nobody withdraws or changes one between its reading and its entry, and of two
    workers the second reads what is true then.
    """
    rows = adapter.model._default_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    items = list(adapter.published().filter(pk__in=list(rows.values_list("pk", flat=True))))
    _write(adapter, items)
    _remove(adapter.model, set(keys) - {item.pk for item in items})
    return len(items) + sum(index_items(part, _part_keys(part, keys)) for part in adapters_of_parts(adapter.model))


@transaction.atomic
def remove_entry(model: type[models.Model], pk: int) -> None:
    _remove(model, {pk})
    for part in adapters_of_parts(model):
        _remove(part.model, _part_keys(part, [pk]))


def rebuild_all() -> int:
    """Write every entry anew and drop those of what is gone, a few at a time; how many there are.

    Search goes on meanwhile, and what is published, changed or withdrawn at the same time stays so.
    """
    adapters = all_adapters()
    searched = [ContentType.objects.get_for_model(adapter.model) for adapter in adapters]
    with transaction.atomic():
        _drop(Document.objects.exclude(content_type__in=searched))
    number = sum(_rebuild(adapter) for adapter in adapters if not adapter.part_of)
    for adapter in adapters:
        if adapter.part_of:
            _drop_strays(adapter)
    segments.rebuild()
    return number


def _rebuild(adapter: Adapter[Any]) -> int:
    entries = Document.objects.filter(content_type=ContentType.objects.get_for_model(adapter.model))
    public = adapter.published().prefetch_related(None).select_related(None).values_list("pk", flat=True)
    keys = sorted({*public, *entries.values_list("object_id", flat=True)})
    return sum(index_items(adapter, keys[start : start + BATCH]) for start in range(0, len(keys), BATCH))


@transaction.atomic
def _drop_strays(part: Adapter[Any]) -> None:
    """Entries of parts whose item is gone, or not public and without an entry of its own."""
    public = part.published().prefetch_related(None).select_related(None).values("pk")
    entries = Document.objects.filter(content_type=ContentType.objects.get_for_model(part.model))
    _remove(part.model, list(entries.exclude(object_id__in=public).values_list("object_id", flat=True)))


def _part_keys(part: Adapter[Any], keys: Collection[int]) -> list[int]:
    """Parts of these items: those that there are, and those that have an entry still."""
    present = part.model._default_manager.filter(**{f"{part.part_of}__in": keys}).values_list("pk", flat=True)
    facets = [f"{PART}:{key}" for key in keys]
    entries = Document.objects.filter(kind=part.kind, facets__overlap=facets).values_list("object_id", flat=True)
    return sorted({*present, *entries})


def _entries(model: type[models.Model], keys: Collection[int]) -> "models.QuerySet[Document]":
    return Document.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)


def _remove(model: type[models.Model], keys: Collection[int]) -> None:
    if gone := _drop(_entries(model, keys)):
        segments.note_changes(gone)


def _drop(entries: "models.QuerySet[Document]") -> list[int]:
    """Delete entries with all that hangs on them; their keys. Locked first, for a worker may just hang more on them."""
    gone = list(entries.select_for_update().order_by("pk").values_list("pk", flat=True))
    Document.objects.filter(pk__in=gone).delete()
    return gone


def _write(adapter: Adapter[Any], items: Iterable[models.Model]) -> None:
    Document.objects.bulk_create(
        [document(adapter, _entry(adapter, item), item.pk) for item in items],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=FIELDS,
    )
    written = list(_entries(adapter.model, [item.pk for item in items]).values_list("pk", flat=True))
    segments.note_changes(written)
    meaning.ask(written)


def _entry(adapter: Adapter[Any], item: models.Model) -> Entry:
    """Of a part, with the item that it goes with."""
    entry = adapter.entry(item)
    if not adapter.part_of:
        return entry
    whole: models.Model = getattr(item, adapter.part_of)
    return replace(entry, facets=[*entry.facets, f"{PART}:{whole.pk}"])


def document(adapter: Adapter[Any], entry: Entry, pk: int) -> Document:
    """The row that says this of the item with this key, not yet saved."""
    title, acronym, summary, body = map(visible, (entry.title, entry.acronym, entry.summary, entry.body))
    stale = [STALE] if entry.is_stale else []
    facets = sorted({f"kind:{adapter.kind}", f"language:{entry.language}", *entry.facets, *stale})
    return Document(
        content_type=ContentType.objects.get_for_model(adapter.model),
        object_id=pk,
        kind=adapter.kind,
        language=entry.language,
        title=title,
        sort_title=folded(title)[:300],
        acronym=folded(acronym)[:60],
        starts=key(f"{title} {acronym}")[:400],
        summary=summary,
        body=body,
        facets=facets,
        places=" ".join(facet for facet in facets if facet.startswith(PLACES)),
        card=entry.card,
        year=entry.year,
        published_at=cast("datetime", entry.published_at),
        vector=vector_of(entry.language, A=f"{title} {acronym}", B=summary, C=body),
    )


def vector_of(language: str, **weighed: str) -> Any:
    """The words of these texts in the forms of the language, by weight: A, B or C."""
    configuration = CONFIGURATIONS.get(language, SIMPLE)
    vectors = [SearchVector(Value(pairs(text)), weight=name, config=configuration) for name, text in weighed.items()]
    return reduce(operator.add, vectors)
