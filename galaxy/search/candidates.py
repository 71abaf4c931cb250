"""What is public already and may be the same as a text that is not: by the words in a row that both have, by meaning,
and across languages. The vector of the text is made for the moment and kept nowhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.http import QueryDict

from galaxy.ml.catalogue import Thresholds
from galaxy.ml.embedding import Embedder
from galaxy.ml.shingles import DUPLICATE, WORD, Shingles, likeness, shingles
from galaxy.search import meaning
from galaxy.search.adapters import Entry
from galaxy.search.filters import SearchFilter
from galaxy.search.models import Document
from galaxy.search.ranking import Spoken
from galaxy.search.selection import Selection

LOOKED_AT = 20  # of those that have most of its words
COMMON = ("country:", "organization:")  # one of these a translation has in common with its original
COLUMNS = ("object_id", "language", "title", "summary", "body", "facets")


class Why(Enum):
    WORDS = "words"
    MEANING = "meaning"
    TRANSLATION = "translation"


@dataclass(frozen=True)
class Candidate:
    """`figure`: the share of common words in a row, or the cosine, whichever is the reason."""

    object_id: int
    why: Why
    figure: float


def candidates(
    entry: Entry, kind: str, *, without: Collection[int] = (), embedder: Embedder | None = None
) -> list[Candidate]:
    """The likeliest first; `without`: items that are not meant. Three statements, two without an embedder."""
    text = text_of(entry)
    if not WORD.search(text):
        return []
    selected = Selection(_all_words(text, kind), None, Spoken(entry.language, is_sure=False))
    keys = selected.page("best", 0, LOOKED_AT)
    cosines = _cosines(text, keys, embedder, selected.fetched.state.size) if embedder else {}
    documents = Document.objects.filter(pk__in={*keys, *cosines}, kind=kind).exclude(object_id__in=without)
    own = shingles(text)
    found = [
        _candidate(entry, own, document, cosines.get(document.pk, 0.0), embedder)
        for document in documents.only(*COLUMNS)
    ]
    return sorted(filter(None, found), key=lambda each: (-each.figure, each.object_id))


def text_of(entry: Entry | Document) -> str:
    return ". ".join(filter(None, [entry.title, entry.summary, entry.body]))


def _all_words(text: str, kind: str) -> SearchFilter:
    """A search for the first words, none of which is a command as a quotation mark or a minus would be."""
    address = QueryDict(mutable=True)
    address["q"] = " ".join(WORD.findall(text[:1_000]))
    return SearchFilter(address, {"kind": [kind]})


def _cosines(text: str, also: list[int], embedder: Embedder, size: int) -> dict[int, float]:
    """Of the documents that are near enough to be of interest."""
    near = meaning.near_vector(embedder.embed([text])[0], embedder.name, also, size)
    least = min(embedder.thresholds.translation, embedder.thresholds.duplicate)
    pairs = zip(near.ids.tolist(), near.cosines.tolist(), strict=True)
    return {key: cosine for key, cosine in pairs if cosine >= least}


def _candidate(
    entry: Entry, own: Shingles, document: Document, cosine: float, embedder: Embedder | None
) -> Candidate | None:
    shared = likeness(own, shingles(text_of(document)))
    if shared >= DUPLICATE:
        return Candidate(document.object_id, Why.WORDS, shared)
    why = _by_meaning(entry, document, cosine, embedder.thresholds) if embedder else None
    return Candidate(document.object_id, why, cosine) if why else None


def _by_meaning(entry: Entry, document: Document, cosine: float, limits: Thresholds) -> Why | None:
    if entry.language != document.language and cosine >= limits.translation:
        common = {facet for facet in entry.facets if facet.startswith(COMMON)} & set(document.facets)
        if common:
            return Why.TRANSLATION
    return Why.MEANING if cosine >= limits.duplicate else None
