"""How good the search is on a set of judged queries, in BEIR's form. The set is indexed by the portal's own code, in
temporary tables of this connection that stand before the real ones; the portal's index is not touched.
"""

import json
import math
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from galaxy.ml.embedding import Embedder
from galaxy.search import indexing, meaning, segments, state
from galaxy.search.filters import SearchFilter
from galaxy.search.models import (
    Change,
    Document,
    Embedding,
    EmbedRequest,
    IndexVersion,
    Posting,
    Segment,
    SegmentColumn,
)
from galaxy.search.ranking import Spoken
from galaxy.search.selection import Selection, language_of
from galaxy.search.text import visible

TABLES = [Document, Change, Segment, SegmentColumn, Posting, Embedding, EmbedRequest, IndexVersion]
DEPTH = 100
BATCH = 500
SAMPLE = 50


class BadSet(Exception):
    """The set cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class JudgedSet:
    """`relevant`: for each query, the documents and how relevant each is."""

    documents: dict[str, dict[str, str]]
    queries: dict[str, str]
    relevant: dict[str, dict[str, float]]


def read(folder: Path, documents: str = "docs.jsonl", queries: str = "queries.jsonl") -> JudgedSet:
    relevant: dict[str, dict[str, float]] = defaultdict(dict)
    for query, document, score in _judgements(folder / "qrels.tsv"):
        relevant[query][document] = score
    found = {str(each["_id"]): each for each in texts(folder / documents)}
    asked = {str(each["_id"]): str(each["text"]) for each in texts(folder / queries)}
    return JudgedSet(found, {key: text for key, text in asked.items() if any(relevant[key].values())}, relevant)


def texts(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield {"_id": row["_id"], **row, "text": row["text"]}
        except (ValueError, KeyError, TypeError) as problem:
            raise BadSet(f"{path}, line {number}: expected an object with _id and text ({problem}).") from problem


def _judgements(path: Path) -> Iterator[tuple[str, str, float]]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        parts = line.split("\t")
        if number == 1 and not _is_number(parts[-1]):
            continue  # the heading
        if len(parts) not in {3, 4} or not _is_number(parts[-1]):
            raise BadSet(f"{path}, line {number}: expected query, document and score, with tabs between.")
        yield parts[0], parts[-2], float(parts[-1])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadSet(f"{path}: {problem}") from problem


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def evaluate(judged: JudgedSet, embedder: Embedder | None, language: str = "") -> dict[str, float | int]:
    """`language`: of queries whose language cannot be told. Documents are told by their own texts."""
    with scratch_index():
        keys = fill(judged.documents, embedder)
        scores, took = [], []
        for query, text in judged.queries.items():
            started = time.perf_counter()
            found = rank(text, embedder, language)
            took.append((time.perf_counter() - started) * 1000)
            scores.append(judge([keys[pk] for pk in found], judged.relevant[query]))
    cuts = statistics.quantiles(took, n=20) if len(took) > 1 else took * 19
    return {
        "ndcg_at_10": round(statistics.fmean(ndcg for ndcg, _recall in scores), 4),
        "recall_at_100": round(statistics.fmean(recall for _ndcg, recall in scores), 4),
        "queries": len(judged.queries),
        "docs": len(judged.documents),
        "p50_ms": round(cuts[9], 2),
        "p95_ms": round(cuts[18], 2),
    }


@contextmanager
def scratch_index() -> Iterator[None]:
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL)")
    state.forget()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(f'pg_temp.{model._meta.db_table}' for model in TABLES)}")
        state.forget()


def fill(documents: dict[str, dict[str, str]], embedder: Embedder | None) -> dict[int, str]:
    """Index them; their names in the set, by key."""
    spoken = _language(islice(documents.values(), SAMPLE))
    kind = ContentType.objects.get_for_model(Document)
    rows = (_document(number, each, spoken, kind) for number, each in enumerate(documents.values(), start=1))
    while batch := list(islice(rows, BATCH)):
        indexing.write(batch)
    keys = list(Document.objects.order_by("object_id").values_list("pk", flat=True))
    meaning.ask(keys)
    segments.rebuild()
    while embedder and meaning.answer(embedder, BATCH, beside=False):
        pass
    return dict(zip(keys, documents, strict=True))


def _document(number: int, row: dict[str, str], language: str, kind: ContentType) -> Document:
    title, text = visible(row.get("title") or ""), visible(row["text"])
    language = row.get("language") or row.get("lang") or language
    return Document(
        content_type=kind,
        object_id=number,
        kind="document",
        language=language,
        title=title[:300],
        summary="",
        body=f"{title[300:]}{text}",
        facets=["kind:document", *(row.get("facets") or "").split()],
        published_at=timezone.now(),
    )


def _language(rows: Iterable[dict[str, str]]) -> str:
    """Of most of them."""
    told = Counter(language_of(f"{row.get('title') or ''} {row['text']}").code for row in rows)
    return told.most_common(1)[0][0] if told else "en"


def rank(text: str, embedder: Embedder | None, language: str = "") -> list[int]:
    """The keys of the first hundred."""
    address = QueryDict(mutable=True)
    address["q"] = text
    told = language_of(text)
    spoken = Spoken(language, is_sure=False) if language and not told.is_sure else told
    return Selection(SearchFilter(address), embedder, spoken).page("best", 0, DEPTH)


def judge(found: list[str], relevant: dict[str, float]) -> tuple[float, float]:
    """nDCG of the first ten with linear gain (Järvelin and Kekäläinen 2002), and recall among the first hundred."""
    gains = [relevant.get(key, 0.0) for key in found[:10]]
    ideal = sorted(relevant.values(), reverse=True)[:10]
    wanted = {key for key, score in relevant.items() if score > 0}
    return _discounted(gains) / _discounted(ideal), len(wanted & set(found[:DEPTH])) / len(wanted)


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
