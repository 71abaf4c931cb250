"""What a search needs of the segments: read in one statement, less what another search has needed lately."""

import uuid
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from galaxy.search.database import prepared
from galaxy.search.models import CONFIGURATIONS, SIMPLE
from galaxy.search.packing import LANGUAGES, Ids, Weights, facet_key, prefix
from galaxy.search.state import State
from galaxy.search.words import Query

# Of a word there is a row for each form and segment, and one without a segment where no document has the form.
# `number`: which of the words; of a name, its document.
MARK = (
    "SELECT 'mark', 0::bigint, 0::bigint, mark::text, NULL::bigint, NULL::bytea, NULL::bytea FROM search_indexversion"
)
WORDS = """
UNION ALL (
WITH form AS MATERIALIZED (
    SELECT w.number, l.place, c.prefix || l.lexeme AS key
    FROM unnest(%s::text[]) WITH ORDINALITY AS w (word, number),
         unnest(%s::text[], %s::text[]) AS c (prefix, configuration),
         unnest(tsvector_to_array(to_tsvector(c.configuration::regconfig, w.word))) WITH ORDINALITY AS l (lexeme, place)
)
SELECT 'word', form.number, form.place, form.key, p.segment_id, p.documents, p.weights
FROM form LEFT JOIN search_posting AS p ON p.key = form.key
)
"""
FACETS = """
UNION ALL
SELECT 'facet', 0, 0, key, segment_id, documents, NULL FROM search_posting WHERE key = ANY(%s::text[])
"""
NAMES = """
UNION ALL
SELECT 'name', id, 0, NULL, NULL, NULL, NULL FROM search_document WHERE sort_title = %s OR acronym = %s
"""
PHRASES = """
UNION ALL
SELECT '{role}', 0, 0, NULL, NULL, string_agg(int8send(id), ''), NULL FROM search_document
WHERE ({conditions})
"""
# A part for each language, so that every part is answered by the index of words.
STEMMED = {language: name for language, name in CONFIGURATIONS.items() if name != SIMPLE}
CONDITIONS = {
    **{f"language = '{language}'": configuration for language, configuration in STEMMED.items()},
    f"language NOT IN ({', '.join(map(repr, STEMMED))})": SIMPLE,
}
ALONE = 400  # bytes that a row takes besides its arrays, about

Row = tuple[Any, ...]
Form = tuple[int, str, int | None, Ids, Weights]  # place in the word, key, segment and its posting


class Needs:
    """`words`, `facets` and `names` hold as long as the segments do, or the mark; what phrases say is always read."""

    def __init__(self, held: State, words: Sequence[str], name: str, facets: Sequence[str]) -> None:
        self.held, self.name = held, name
        self.spoken = sorted({CONFIGURATIONS.get(LANGUAGES[number], SIMPLE) for number in held.languages})
        self.words: dict[str, list[Form]] = self._known({word: (word, *self.spoken) for word in words})
        self.facets: dict[str, dict[int, Ids]] = self._known({key: key for key in map(facet_key, facets)})
        known = held.lately.get((name, held.mark)) if name else []
        self.names: list[int] = known or []
        self.missing_words = list(dict.fromkeys(word for word in words if word not in self.words))
        self.missing_facets = [key for key in map(facet_key, facets) if key not in self.facets]
        self.misses_name = known is None
        self.must: NDArray[np.int64] | None = None
        self.must_not: NDArray[np.int64] | None = None

    def _known(self, keys: dict[str, Hashable]) -> dict[str, Any]:
        found = {value: self.held.lately.get(key) for value, key in keys.items()}
        return {value: each for value, each in found.items() if each is not None}

    def read(self, query: Query | None) -> uuid.UUID | None:
        """The mark of what was read; one statement."""
        if not (self.missing_words or self.missing_facets or self.misses_name or _wanted_phrases(query)):
            return _mark()
        sql, parameters = self._statement(query)
        rows: dict[str, list[Row]] = defaultdict(list)
        with prepared() as cursor:
            cursor.execute(sql, parameters)
            for row in cursor.fetchall():
                rows[row[0]].append(row)
        mark = uuid.UUID(rows["mark"][0][3]) if rows["mark"] else None
        self._take(rows)
        if mark == self.held.mark:
            self._keep()
        return mark

    def _statement(self, query: Query | None) -> tuple[str, list[Any]]:
        sql, parameters = MARK, list[Any]()
        if self.missing_words:
            sql += WORDS
            parameters += [self.missing_words, [_prefix_of(name) for name in self.spoken], self.spoken]
        if self.missing_facets:
            sql += FACETS
            parameters.append(self.missing_facets)
        if self.misses_name:
            sql += NAMES
            parameters += [self.name] * 2
        for role, joined, phrases in _wanted_phrases(query):
            condition, values = _phrases(phrases, joined)
            sql += PHRASES.format(role=role, conditions=condition)
            parameters += values
        return sql, parameters

    def _take(self, rows: dict[str, list[Row]]) -> None:
        self.words |= {word: [] for word in self.missing_words}
        self.facets |= {key: {} for key in self.missing_facets}
        for _word, number, place, key, segment, documents, weights in rows["word"]:
            posting = np.frombuffer(documents or b"", np.int32), np.frombuffer(weights or b"", np.uint8)
            self.words[self.missing_words[number - 1]].append((place, key, segment, *posting))
        for row in rows["facet"]:
            self.facets[row[3]][row[4]] = np.frombuffer(row[5], np.int32)
        self.names += [row[1] for row in rows["name"]]
        self.must, self.must_not = _keys(rows["must"]), _keys(rows["not"])

    def _keep(self) -> None:
        for word in self.missing_words:
            forms = self.words[word]
            size = ALONE + sum(ALONE + form[3].nbytes + form[4].nbytes for form in forms)
            self.held.lately.put((word, *self.spoken), forms, size)
        for key in self.missing_facets:
            size = ALONE + sum(ALONE + documents.nbytes for documents in self.facets[key].values())
            self.held.lately.put(key, self.facets[key], size)
        if self.misses_name:
            self.held.lately.put((self.name, self.held.mark), self.names, ALONE)


def _mark() -> uuid.UUID | None:
    with prepared() as cursor:
        cursor.execute("SELECT mark FROM search_indexversion")
        row = cursor.fetchone()
    return row[0] if row else None


def _keys(rows: list[Row]) -> NDArray[np.int64] | None:
    return np.frombuffer(rows[0][5] or b"", ">i8").astype(np.int64) if rows else None


def _wanted_phrases(query: Query | None) -> list[tuple[str, str, list[str]]]:
    if query is None:
        return []
    found = [("must", " AND ", query.phrases), ("not", " OR ", query.minus_phrases)]
    return [each for each in found if each[2]]


def _prefix_of(configuration: str) -> str:
    return prefix(next((language for language, name in STEMMED.items() if name == configuration), ""))


def _phrases(phrases: list[str], joined: str) -> tuple[str, list[str]]:
    """A condition for the documents that have all, or any, of these, each in the forms of its own language."""
    wanted = [f'"{phrase}"' for phrase in phrases]
    query = {
        name: joined.join([f"vector @@ websearch_to_tsquery('{name}', %s)"] * len(wanted))
        for name in CONDITIONS.values()
    }
    parts = [f"({condition} AND ({query[name]}))" for condition, name in CONDITIONS.items()]
    return " OR ".join(parts), wanted * len(parts)
