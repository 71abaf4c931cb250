"""Writes, rewrites or deletes entries: the only writer of Document."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVector
from django.db import models, transaction
from django.db.models import Value

from galaxy.search.adapters import Adapter, Entry, all_adapters, get_adapter
from galaxy.search.models import CONFIGURATIONS, SIMPLE, Document, IndexRequest

FIELDS = ["kind", "language", "title", "summary", "body", "facets", "card", "year", "published_at", "vector"]
BATCH = 500


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


def index_item(model: type[models.Model], pk: int) -> None:
    """Write the entry of one item, or delete it where the item is not public (any more)."""
    adapter = get_adapter(model)
    items = list(adapter.published().filter(pk=pk))
    if items:
        _write(adapter, items)
    else:
        remove_entry(model, pk)


def remove_entry(model: type[models.Model], pk: int) -> None:
    Document.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=pk).delete()


@transaction.atomic
def rebuild_all() -> int:
    """Write every entry anew, in one transaction; how many there are."""
    Document.objects.all().delete()
    count = 0
    for adapter in all_adapters():
        batch: list[models.Model] = []
        for item in adapter.published().iterator(chunk_size=BATCH):
            batch.append(item)
            if len(batch) == BATCH:
                count += _write(adapter, batch)
                batch = []
        count += _write(adapter, batch)
    return count


def _write(adapter: Adapter[Any], items: Iterable[models.Model]) -> int:
    content_type = ContentType.objects.get_for_model(adapter.model)
    documents = [_document(adapter, content_type, item) for item in items]
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["content_type", "object_id"], update_fields=FIELDS
    )
    return len(documents)


def _document(adapter: Adapter[Any], content_type: ContentType, item: models.Model) -> Document:
    entry = adapter.entry(item)
    return Document(
        content_type=content_type,
        object_id=item.pk,
        kind=adapter.kind,
        language=entry.language,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        facets=sorted({f"kind:{adapter.kind}", f"language:{entry.language}", *entry.facets}),
        card=entry.card,
        year=entry.year,
        published_at=entry.published_at,
        vector=_vector(entry),
    )


def _vector(entry: Entry) -> Any:
    configuration = CONFIGURATIONS.get(entry.language, SIMPLE)
    return (
        SearchVector(Value(entry.title), weight="A", config=configuration)
        + SearchVector(Value(entry.summary), weight="B", config=configuration)
        + SearchVector(Value(entry.body), weight="C", config=configuration)
    )
