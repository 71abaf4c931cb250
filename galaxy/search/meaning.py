"""Vectors of the public documents: made in the background, asked for what is near to a text."""

import hashlib
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from galaxy.ml.embedding import Embedder
from galaxy.search import neighbours
from galaxy.search.models import DIMENSIONS, Document, Embedding, EmbedRequest

NEAREST = 200
EXACT = 20_000  # vectors; above, the index of neighbours is asked
BATCH = 50
BODY_LETTERS = 1_500
# "+ 0" keeps the planner from the index, which finds most of the nearest, not all.
NEAR = """
(SELECT document_id, -(vector <#> %s::halfvec) FROM search_embedding WHERE model = %s
 ORDER BY (vector <#> %s::halfvec) {exactly} LIMIT %s)
UNION
SELECT document_id, -(vector <#> %s::halfvec) FROM search_embedding WHERE model = %s AND document_id = ANY(%s)
"""
ASK = """
INSERT INTO search_embedrequest (document_id, stamp) SELECT unnest(%s::bigint[]), gen_random_uuid()
ON CONFLICT (document_id) DO UPDATE SET stamp = excluded.stamp
"""


@dataclass(frozen=True)
class Near:
    """Documents with their cosine to a text."""

    ids: NDArray[np.int64]
    cosines: NDArray[np.float32]


def near(embedder: Embedder, text: str, also: Collection[int], size: int) -> Near:
    """The nearest documents of an index of this size, and how near these others are; one statement."""
    return near_vector(embedder.embed_query(text), embedder.name, also, size)


def near_vector(meant: NDArray[np.float32], model: str, also: Collection[int], size: int) -> Near:
    vector = str(padded(meant).round(5).tolist())
    sql = NEAR.format(exactly="+ 0" if size <= EXACT else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [vector, model, vector, NEAREST, vector, model, list(also)])
        rows = cursor.fetchall()
    return Near(np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.float32))


def padded(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """To the width of the column; a cosine is the same with zeros behind."""
    return np.pad(vector, (0, DIMENSIONS - len(vector)))


def ask(keys: Collection[int]) -> None:
    """Have a worker look after the vectors of these documents."""
    with connection.cursor() as cursor:
        cursor.execute(ASK, [sorted(keys)])


def answer(embedder: Embedder, number: int = BATCH, *, beside: bool = True) -> int:
    """Look after some of the vectors that are asked for; how many. A text that is as it was keeps its vector.

    `beside`: their neighbours are found anew.
    Nothing is locked while vectors are made: who asks again meanwhile is answered again.
    """
    asked = dict(EmbedRequest.objects.order_by("pk").values_list("pk", "stamp")[:number])
    texts = {each.pk: text_of(each) for each in Document.objects.filter(pk__in=asked).only("title", "summary", "body")}
    digests = {key: hashlib.sha256(text.encode(errors="replace")).hexdigest() for key, text in texts.items()}
    kept = dict(Embedding.objects.filter(document__in=asked, model=embedder.name).values_list("document", "digest"))
    stale = [key for key in texts if kept.get(key) != digests[key]]
    vectors = dict(zip(stale, embedder.embed([texts[key] for key in stale]), strict=True))
    with transaction.atomic():
        present = Document.objects.select_for_update(no_key=True).filter(pk__in=stale).order_by("pk")
        _keep(
            Embedding(document_id=key, model=embedder.name, digest=digests[key], vector=padded(vectors[key]))
            for key in present.values_list("pk", flat=True)
        )
    if beside:
        neighbours.refresh(asked, embedder)
    _forget(asked)
    return len(asked)


def _keep(embeddings: Iterable[Embedding]) -> None:
    Embedding.objects.bulk_create(
        embeddings,
        update_conflicts=True,
        unique_fields=["document", "model"],
        update_fields=["digest", "vector"],
    )


def _forget(asked: dict[int, uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_embedrequest USING unnest(%s::bigint[], %s::uuid[]) AS answered (key, mark)"
            " WHERE document_id = key AND stamp = mark",
            [list(asked), list(asked.values())],
        )


def text_of(document: Document) -> str:
    """What the vector of a document stands for."""
    return ". ".join(filter(None, [document.title, document.summary, document.body[:BODY_LETTERS]]))
