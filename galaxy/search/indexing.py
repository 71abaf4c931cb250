"""Writes, rewrites or deletes entries: the only writer of Document."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from galaxy.search import meaning, segments
from galaxy.search.adapters import Adapter, Entry, adapters_of_parts, get_adapter
from galaxy.search.models import CONFIGURATIONS, SIMPLE, STALE, Document, IndexRequest
from galaxy.search.spelling import key
from galaxy.search.text import pairs, visible
from galaxy.taxonomy.labels import folded

COLUMNS = {
    "content_type_id": "integer",
    "object_id": "bigint",
    "kind": "text",
    "language": "text",
    "title": "text",
    "sort_title": "text",
    "acronym": "text",
    "starts": "text",
    "summary": "text",
    "body": "text",
    "facets": "text[]",
    "places": "text",
    "card": "jsonb",
    "year": "smallint",
    "published_at": "timestamptz",
}
WORDS = " || ".join(
    f"setweight(to_tsvector(new.configuration, new.words_{label}), '{label.upper()}')" for label in "abc"
)
NAMES = ", ".join([*COLUMNS, "vector"])
WRITE = f"""
INSERT INTO search_document AS old ({NAMES})
SELECT {", ".join(COLUMNS)}, {WORDS}
FROM json_to_recordset(%s) AS new (
    {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())},
    configuration regconfig, words_a text, words_b text, words_c text
)
ON CONFLICT (content_type_id, object_id) DO UPDATE
SET ({NAMES}) = ROW ({", ".join(f"excluded.{name}" for name in [*COLUMNS, "vector"])})
WHERE ({", ".join(f"old.{name}" for name in [*COLUMNS, "vector"])})
    IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in [*COLUMNS, "vector"])})
RETURNING id
"""  # noqa: S608 - constants
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


@transaction.atomic
def drop_strays(part: Adapter[Any]) -> None:
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
    if gone := drop(_entries(model, keys)):
        segments.note_changes(gone)


def drop(entries: "models.QuerySet[Document]") -> list[int]:
    """Delete entries with all that hangs on them; their keys. Locked first, for a worker may just hang more on them."""
    gone = list(entries.select_for_update().order_by("pk").values_list("pk", flat=True))
    Document.objects.filter(pk__in=gone).delete()
    return gone


def _write(adapter: Adapter[Any], items: Iterable[models.Model]) -> None:
    documents = [document(adapter, _entry(adapter, item), item.pk) for item in items]
    write(documents)
    meaning.ask(list(_entries(adapter.model, [each.object_id for each in documents]).values_list("pk", flat=True)))


def write(documents: Sequence[Document]) -> None:
    """Save these; those that are already as they should be are left alone. One statement, and one for what changed."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [json.dumps([_row(each) for each in documents], cls=DjangoJSONEncoder)])
        changed = [pk for (pk,) in cursor.fetchall()]
    if changed:
        segments.note_changes(changed)


def _row(document: Document) -> dict[str, Any]:
    return {
        **{name: getattr(document, name) for name in COLUMNS},
        "configuration": CONFIGURATIONS.get(document.language, SIMPLE),
        "words_a": pairs(f"{document.title} {document.acronym}"),
        "words_b": pairs(document.summary),
        "words_c": pairs(document.body),
    }


def _entry(adapter: Adapter[Any], item: models.Model) -> Entry:
    """Of a part, with the item that it goes with."""
    entry = adapter.entry(item)
    if not adapter.part_of:
        return entry
    whole: models.Model = getattr(item, adapter.part_of)
    return replace(entry, facets=[*entry.facets, f"{PART}:{whole.pk}"])


def document(adapter: Adapter[Any], entry: Entry, pk: int) -> Document:
    """The row that says this of the item with this key, without its words, and not yet saved."""
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
    )
