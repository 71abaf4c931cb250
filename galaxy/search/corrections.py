"""Did you mean …: for words that no document has, words that one has and that are spelled much the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import get_language

from galaxy.search import facets, version
from galaxy.search.counting import count
from galaxy.search.filters import SearchFilter
from galaxy.search.models import CONFIGURATIONS, Term, TermList
from galaxy.search.spelling import key
from galaxy.search.text import HAN

# So many results are few, and worth a question.
FEW = 2
# Words of this length may be misspelled, and so many of a query are looked at.
LENGTHS = range(4, 41)
MOST_WORDS = 8
WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?!\w)")
# The words of the newest documents are enough to spell by, however many there are.
DOCUMENTS = 50_000
MOST_TERMS = 30_000
LOCK = 7_112_018
COUNT = """
SELECT word, ndoc FROM ts_stat(format(
    'SELECT to_tsvector(''simple'', title || '' '' || left(summary, 600)) FROM search_document'
    ' WHERE language = %%L ORDER BY published_at DESC LIMIT %%s', %s::text, %s::int))
ORDER BY ndoc DESC, word LIMIT %s
"""
NEAR = """
SELECT typed.key, near.key, near.word, near.language, near.documents
FROM unnest(%s::text[]) AS typed(key)
CROSS JOIN LATERAL (
    SELECT * FROM search_term ORDER BY search_term.key <-> typed.key LIMIT 40
) AS near
WHERE NOT EXISTS (SELECT FROM search_term WHERE search_term.key = typed.key)
"""


@dataclass(frozen=True)
class Correction:
    """A query that finds more, at the same filters."""

    words: str
    url: str
    count: int


@dataclass(frozen=True)
class Candidate:
    key: str
    word: str
    language: str
    documents: int


def corrections(search: SearchFilter, found: int = 0) -> Correction | None:
    """For a search that found so few; one statement, and one that counts where there is something to propose."""
    if found > FEW or not (words := _respelled(search.words)):
        return None
    parameters = search.parameters(q=words)
    total = count(SearchFilter(parameters, search.preset)).total
    return Correction(words, facets.address(parameters), total) if total > found else None


def _respelled(words: str) -> str:
    """The words with those that are unknown as they may be meant; empty where nothing comes close."""
    typed = {word: key(word) for word in WORD.findall(words) if len(word) in LENGTHS and not HAN.search(word)}
    if not typed:
        return ""
    best = {spelling: _best(spelling, near) for spelling, near in _near(list(typed.values())[:MOST_WORDS]).items()}
    meant = {word: best[spelling] for word, spelling in typed.items() if best.get(spelling)}
    return WORD.sub(lambda run: meant.get(run[0]) or run[0], words) if meant else ""


def _near(spellings: list[str]) -> dict[str, list[Candidate]]:
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [spellings])
        rows = cursor.fetchall()
    found = defaultdict(list)
    for typed, *near in rows:
        found[typed].append(Candidate(*near))
    return found


def _best(typed: str, near: Iterable[Candidate]) -> str:
    """The closest; of these one in the language of the page, then the one that most documents have."""
    spoken = (get_language() or "").partition("-")[0]
    allowed = 1 if len(typed) < 6 else 2
    ranked = sorted((distance(typed, each.key), each.language != spoken, -each.documents, each.word) for each in near)
    return ranked[0][3] if ranked and ranked[0][0] <= allowed else ""


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, last, row = row, before, [place]
        for column, against in enumerate(other, start=1):
            steps = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != against))
            if place > 1 and column > 1 and (letter, one[place - 2]) == (other[column - 2], against):
                steps = min(steps, last[column - 2] + 1)
            row.append(steps)
    return row[-1]


@transaction.atomic
def rebuild_terms() -> int:
    """Take the words anew where the index has changed; how many, and 0 where it has not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SET LOCAL statement_timeout = 0")
    mark = version.current()
    if mark is None or TermList.objects.filter(mark=mark).exists():
        return 0
    terms = [term for language in CONFIGURATIONS for term in _terms(language)]
    Term.objects.all().delete()
    Term.objects.bulk_create(terms, batch_size=5_000)
    TermList.objects.update_or_create(pk=1, defaults={"mark": mark})
    return len(terms)


def _terms(language: str) -> Iterator[Term]:
    """One for each spelling; its word is the form that most documents have."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [language, DOCUMENTS, MOST_TERMS])
        rows = [(word, number) for word, number in cursor.fetchall() if word.isalpha() and len(word) in LENGTHS]
    words, numbers = dict[str, str](), Counter[str]()
    for word, number in rows:
        if (spelling := key(word)) and " " not in spelling:
            words.setdefault(spelling, word)
            numbers[spelling] += number
    for spelling, word in words.items():
        yield Term(key=spelling[:60], word=word, language=language, documents=numbers[spelling])
