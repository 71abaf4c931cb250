"""Segments: most of the index as packed arrays in the database, and the changes since.

A segment says of some documents what their rows said when it was written. A later segment takes precedence, and what
`Change` names takes precedence over all: such a document is as its row says now, or gone. Segments are written in the
background; nothing waits for them, and nothing is lost without them.
"""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Sum
from numpy.typing import NDArray

from galaxy.search import version
from galaxy.search.models import Change, Document, Segment, SegmentColumn
from galaxy.search.packing import TITLE_BYTES, Columns, Packed, Source, pack

FOLD_AT = 300  # changes; up to here every process keeps them in memory
FOLD_MOST = 50_000
LARGE = 200_000  # documents; a segment of this size is not merged any more
MOST_SEGMENTS = 6
LOCK = 7_203_541  # of PostgreSQL's advisory locks: one process writes segments at a time
COLUMNS = """
id, language, facets, tsvectorsend(vector), (extract(epoch FROM published_at) * 1000000)::bigint, coalesce(year, 0),
sort_title
"""
SOURCES = f"SELECT {COLUMNS} FROM search_document WHERE id = ANY(%s)"  # noqa: S608 - constants
CHANGES = f"SELECT document_id, {COLUMNS} FROM search_change LEFT JOIN search_document ON id = document_id"  # noqa: S608
NOTE = """
INSERT INTO search_change (document_id, stamp) SELECT unnest(%s::bigint[]), gen_random_uuid()
ON CONFLICT (document_id) DO UPDATE SET stamp = excluded.stamp
"""
TYPES: dict[str, Any] = {
    "ids": np.int64,
    "published": np.int64,
    "years": np.int16,
    "languages": np.uint8,
    "offsets": np.int32,
    "values": np.uint32,
    "titles": f"S{TITLE_BYTES}",
}
LATER = ("titles",)  # read when they are needed: the longest, and rarely asked for


@dataclass(frozen=True)
class Stored:
    """A segment as it is read. `gone`: documents of earlier segments that were no more when it was written."""

    pk: int
    columns: Columns
    gone: NDArray[np.int64]
    length: int


def note_changes(keys: Collection[int]) -> None:
    """From now on, these documents are as their rows say, or gone. In the transaction that changes the rows."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [sorted(keys)])
    version.advance()


def read_sources(keys: Iterable[int]) -> list[Source]:
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, [list(keys)])
        return [_source(row) for row in cursor.fetchall()]


def read_changes() -> tuple[list[int], list[Source]]:
    """Every document that changed, and those of them that still are."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGES)
        rows = cursor.fetchall()
    return [row[0] for row in rows], [_source(row[1:]) for row in rows if row[1] is not None]


def _source(row: tuple[Any, ...]) -> Source:
    pk, language, facets, vector, published, year, title = row
    return Source(pk, language, facets, bytes(vector), published, year, title)


def written() -> list[int]:
    """The keys of the segments, in the order in which they were written."""
    return list(Segment.objects.order_by("pk").values_list("pk", flat=True))


def read(keys: Collection[int]) -> list[Stored]:
    """In the order in which they were written."""
    found: dict[int, dict[str, bytes]] = {key: {} for key in keys}
    columns = SegmentColumn.objects.filter(segment__in=keys).exclude(name__in=LATER)
    for segment, name, data in columns.values_list("segment_id", "name", "data"):
        found[segment][name] = bytes(data)
    lengths = dict(Segment.objects.filter(pk__in=keys).values_list("pk", "length"))
    return [_stored(key, found[key], lengths[key]) for key in sorted(lengths)]


def titles(segment: int) -> NDArray[np.bytes_]:
    data = SegmentColumn.objects.values_list("data", flat=True).get(segment=segment, name="titles")
    return np.frombuffer(bytes(data), TYPES["titles"])


def _stored(pk: int, data: dict[str, bytes], length: int) -> Stored:
    arrays = {name: np.frombuffer(data[name], kind) for name, kind in TYPES.items() if name not in LATER}
    columns = Columns(**arrays, titles=np.zeros(0, TYPES["titles"]), facets=json.loads(data["facets"]))
    return Stored(pk, columns, np.frombuffer(data["gone"], np.int64), length)


# Writing


def fold_if_due() -> int:
    """Turn changes into a segment when there are many, and small segments into one when there are many."""
    folded = 0
    while Change.objects.count() > FOLD_AT and (number := fold()):
        folded += number
    if Segment.objects.count() > MOST_SEGMENTS:
        merge()
    return folded


@transaction.atomic
def fold() -> int:
    """Write the documents that changed as a segment of their own; how many changes it took in."""
    if not _locked():
        return 0
    stamps = dict(Change.objects.order_by("document_id").values_list("document_id", "stamp")[:FOLD_MOST])
    _write_segment(list(stamps))
    _forget(stamps)
    version.advance()
    return len(stamps)


@transaction.atomic
def merge() -> None:
    """Write the documents of all small segments anew, in as few segments as there can be."""
    if not _locked():
        return
    small = list(Segment.objects.filter(size__lt=LARGE).order_by("pk").values_list("pk", flat=True))
    if len(small) < 2:
        return
    named = np.unique(np.concatenate([part for each in read(small) for part in (each.columns.ids, each.gone)]))
    Segment.objects.filter(pk__in=small).delete()
    for start in range(0, len(named), LARGE):
        _write_segment(named[start : start + LARGE].tolist())
    version.advance()


@transaction.atomic
def rebuild() -> None:
    """Write all documents anew; waits for whoever else writes segments."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    stamps = dict(Change.objects.values_list("document_id", "stamp"))
    Segment.objects.all().delete()
    keys = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), LARGE):
        _write_segment(keys[start : start + LARGE])
    _forget(stamps)
    version.advance()


def _locked() -> bool:
    """Until the end of the transaction, which may take its time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _forget(stamps: dict[int, uuid.UUID]) -> None:
    """The changes that were taken in; one that changed again meanwhile stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_change USING unnest(%s::bigint[], %s::uuid[]) AS taken (key, mark)"
            " WHERE document_id = key AND stamp = mark",
            [list(stamps), list(stamps.values())],
        )


def _write_segment(keys: list[int]) -> None:
    sources = read_sources(keys)
    packed = pack(sources, average_length())
    gone = np.setdiff1d(np.array(keys, np.int64), packed.columns.ids)
    if not Segment.objects.exists():
        gone = gone[:0]  # nothing says otherwise
    if not len(packed.columns) and not len(gone):
        return
    segment = Segment.objects.create(size=len(packed.columns), length=packed.length)
    _write_columns(segment, packed.columns, gone)
    _write_postings(segment, packed)


def average_length() -> float:
    totals = Segment.objects.aggregate(words=Sum("length"), documents=Sum("size"))
    return totals["words"] / totals["documents"] if totals["documents"] else 0.0


def _write_columns(segment: Segment, columns: Columns, gone: NDArray[np.int64]) -> None:
    data = {name: getattr(columns, name).tobytes() for name in TYPES}
    data |= {"facets": json.dumps(columns.facets).encode(), "gone": gone.tobytes()}
    SegmentColumn.objects.bulk_create(
        [SegmentColumn(segment=segment, name=name, data=value) for name, value in data.items()]
    )


def _write_postings(segment: Segment, packed: Packed) -> None:
    copied = "COPY search_posting (segment_id, key, documents, weights) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copied) as copy:
        for row in _rows(segment.pk, packed):
            copy.write_row(row)


def _rows(segment: int, packed: Packed) -> Iterator[tuple[int, str, bytes, bytes]]:
    for key, (documents, weights) in packed.postings.items():
        yield segment, key, documents.tobytes(), weights.tobytes()
