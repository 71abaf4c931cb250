"""Rows of the index for tests of finding, without the items behind them."""

from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from django.utils import timezone

from galaxy.ml.embedding import get_embedder
from galaxy.search import indexing
from galaxy.search.adapters import Entry, get_adapter
from galaxy.search.models import Document
from galaxy.search.results import Results, find
from solutions.models import Solution

_numbers = count(1)


def make_entry(title: str = "A practice", *facets: str, **fields: Any) -> Document:
    """As the indexing of a solution writes it: say "goal:3" and the like."""
    number = next(_numbers)
    card = {
        "path": ["solutions:detail", f"ssg-s-{number:06d}", "slug"],
        "type": "good_practice",
        "period": "2019",
        "gives": [],
        "receives": [],
        "goals": [int(facet.partition(":")[2]) for facet in facets if facet.startswith("goal:")],
        "organization": "Ministry",
        "checked": None,
    }
    defaults: dict[str, Any] = {"summary": "", "language": "en", "published_at": timezone.now(), "card": card}
    entry = Entry(title=title, facets=list(facets), **{**defaults, **fields})
    document = indexing.document(get_adapter(Solution), entry, number)
    indexing.write([document])
    return Document.objects.get(kind="solution", object_id=number)


def solution_type() -> ContentType:
    return ContentType.objects.get_for_model(Solution)


def search(address: str = "", **preset: list[str]) -> Results:
    return find(QueryDict(address), preset=preset)


def titles(address: str = "", **preset: list[str]) -> list[str]:
    return [plain(entry["title"]) for entry in search(address, **preset).entries]


def plain(text: str) -> str:
    return text.replace("<mark>", "").replace("</mark>", "")


def values(results: Results, name: str) -> dict[str, int]:
    """The values of one facet that occur, with their counts."""
    facets = [facet for facet in results.facets if facet["name"] == name]
    return {
        each["value"]: each["count"] for facet in facets for each in [*facet["values"], *facet["rest"]] if each["count"]
    }


def statements_for_meaning(has_words: bool) -> int:
    """One for what is near in meaning to the words, where a model is there."""
    return int(has_words and get_embedder() is not None)
