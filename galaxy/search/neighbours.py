"""Documents that are close to one in meaning, found in the background, with what both have in common."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models, transaction
from django.db.models import Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from galaxy.ml.embedding import Embedder, ready_embedder
from galaxy.search.models import Document, Related

T = TypeVar("T")
KEPT = 12  # more than are shown: one that is withdrawn is replaced at once, and all tell who works on the topic
LOOKED_AT = 50
BOOST = 0.05
BOOSTED = ("goal", "theme", "region")
TOLD = ("organization", "target", "country", *BOOSTED)
NEAREST = """
SELECT mine.document_id, near.document_id, near.cosine
FROM search_embedding mine JOIN search_document own ON own.id = mine.document_id
CROSS JOIN LATERAL (
    SELECT other.document_id, -(other.vector <#> mine.vector) AS cosine
    FROM search_embedding other JOIN search_document its ON its.id = other.document_id
    WHERE other.model = mine.model AND its.kind = own.kind AND its.id <> own.id
    ORDER BY other.vector <#> mine.vector LIMIT %s
) near
WHERE mine.model = %s AND mine.document_id = ANY(%s) AND near.cosine >= %s
"""


@dataclass(frozen=True)
class Known:
    """What is looked at of a document."""

    facets: frozenset[str]
    owner: str


def refresh(keys: Collection[int], embedder: Embedder) -> None:
    """Find the neighbours of these documents anew, and let them be found beside theirs."""
    pairs = _pairs(keys, embedder)
    with transaction.atomic():
        touched = {*keys, *(key for pair in pairs for key in pair)}
        present = Document.objects.select_for_update(no_key=True).filter(pk__in=touched).order_by("pk")
        locked = set(present.values_list("pk", flat=True))
        Related.objects.filter(other__in=keys).delete()
        rows = list(Related.objects.filter(document__in=locked - set(keys), model=embedder.name))
        known = _known({*locked, *(row.other_id for row in rows)})
        found = [_row(pair, cosine, known, embedder.name) for pair, cosine in pairs.items() if set(pair) <= locked]
        Related.objects.filter(document__in=locked).delete()
        Related.objects.bulk_create(_best([*rows, *found], known))


def rows_of(model: type[models.Model], key: str = "pk") -> Combinable:
    """A column for a query: the public neighbours of the item with this key, for `nearest`; none without a model."""
    embedder = ready_embedder()
    if embedder is None:
        return Value([], output_field=models.JSONField())
    mine = Related.objects.filter(
        document__content_type=ContentType.objects.get_for_model(model),
        document__object_id=models.OuterRef(key),
        model=embedder.name,
    )
    columns = {name: f"other__{name}" for name in ("title", "language", "card")}
    return ArraySubquery(mine.order_by("-score", "other").values(row=JSONObject(reasons="reasons", **columns)))


def nearest(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `rows_of` found, the nearest first, with what both have; but at first one of each organization."""
    return spread(rows, [row["card"].get("organization") for row in rows])


def spread(items: Sequence[T], owners: Sequence[str]) -> list[T]:
    """In the same order, but first one of each owner."""
    seen: set[str] = set()
    first: list[T] = []
    rest: list[T] = []
    for item, owner in zip(items, owners, strict=True):
        (rest if owner in seen else first).append(item)
        seen.add(owner)
    return first + rest


def _pairs(keys: Collection[int], embedder: Embedder) -> dict[tuple[int, int], float]:
    """Cosines that are high enough, in both directions."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [LOOKED_AT, embedder.name, sorted(keys), embedder.thresholds.similar])
        found = cursor.fetchall()
    there = {(mine, other): cosine for mine, other, cosine in found}
    return {**{(other, mine): cosine for (mine, other), cosine in there.items()}, **there}


def _known(keys: Collection[int]) -> dict[int, Known]:
    rows = Document.objects.filter(pk__in=keys).values_list("pk", "facets", "card__organization")
    return {key: Known(frozenset(facets), owner or str(key)) for key, facets, owner in rows}


def _row(pair: tuple[int, int], cosine: float, known: dict[int, Known], model: str) -> Related:
    shared = sorted(known[pair[0]].facets & known[pair[1]].facets)
    boosts = sum(facet.startswith(tuple(f"{group}:" for group in BOOSTED)) for facet in shared)
    return Related(
        document_id=pair[0],
        other_id=pair[1],
        model=model,
        score=cosine + BOOST * boosts,
        reasons=[facet for facet in shared if facet.partition(":")[0] in TOLD],
    )


def _best(rows: Iterable[Related], known: dict[int, Known]) -> list[Related]:
    """The rows that are kept of each document."""
    by_document = defaultdict(list)
    for row in sorted(rows, key=lambda row: (-row.score, row.other_id)):
        by_document[row.document_id].append(row)
    return [
        Related(document_id=key, other_id=row.other_id, model=row.model, score=row.score, reasons=row.reasons)
        for key, mine in by_document.items()
        for row in spread(mine, [known[row.other_id].owner for row in mine])[:KEPT]
    ]
