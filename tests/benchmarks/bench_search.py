"""How quick the core of the search is beside tantivy, on the same records in the same run; README.md tells more.

python tests/benchmarks/bench_search.py [--records 10000 100000] [--rounds 5]
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import memory
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SEED = 20261125
WORDS_EACH = 100
VOCABULARY = 40_000
SYLLABLES = [consonant + vowel for consonant in "bdklmnr" for vowel in "aeiou"]
FACETS = ["goal", "region", "country", "theme", "kind"]
QUERIES_EACH = 8
# Ranks of words by frequency: of 8 to 40 records in a hundred, of about one in a hundred, of very few.
COMMON, MEDIUM, RARE = range(20, 120), range(1_200, 2_400), range(25_000, 39_000)


@dataclass(frozen=True)
class Asked:
    words: str = ""
    goal: str = ""
    country: str = ""
    page: int = 1


# The records


def words_of(rng: np.random.Generator) -> list[str]:
    """Made-up words, none the beginning or a form of another for long."""
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(rng.choice(SYLLABLES, rng.integers(2, 5))) + "x"] = None
    return list(found)


def records(count: int, terms: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """Number, title, text and facets; the words by Zipf's law. `terms`: the vocabulary."""
    rng = np.random.default_rng(SEED)
    vocabulary_words = np.array(words_of(rng))
    countries = [country for country in terms.countries.values() if country.un_member]
    kinds, goals, themes = ["solution", "organization", "channel"], list(terms.goals), list(terms.themes)
    shares = 1 / (np.arange(VOCABULARY) + 2.7)
    heads = np.cumsum(shares / shares.sum())
    for number in range(1, count + 1):
        drawn = vocabulary_words[np.searchsorted(heads, rng.random(WORDS_EACH)).clip(max=VOCABULARY - 1)]
        country = countries[min(int(rng.exponential(25)), len(countries) - 1)]
        facets = [f"country:{country.code}", *(f"region:{code}" for code in country.regions)]
        facets += {f"goal:{goals[place]}" for place in rng.integers(0, len(goals), 2)}
        facets += [f"theme:{themes[rng.integers(len(themes))]}", f"kind:{kinds[rng.choice(3, p=[0.75, 0.2, 0.05])]}"]
        yield number, " ".join(drawn[:8]), " ".join(drawn[8:]), sorted(facets)


WRITE = """
INSERT INTO search_document (id, content_type_id, object_id, kind, language, title, sort_title, acronym, starts,
    summary, body, facets, places, card, published_at, vector)
SELECT id, 1, id, 'solution', 'en', title, title, '', title, '', body, facets, '', '{}', now() - id * interval '1 s',
    setweight(to_tsvector('galaxy_en', title), 'A') || setweight(to_tsvector('galaxy_en', body), 'C')
FROM drawn
"""
DROPPED = ["search_document_vector", "search_document_facets", "search_document_starts", "search_document_start_words"]


def fill(count: int, add: Callable[..., Any]) -> None:
    """Write the records into the index, and into tantivy's by `add`."""
    from django.db import connection

    from galaxy.search import segments
    from galaxy.taxonomy.labels import vocabulary

    terms = vocabulary("en")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "TRUNCATE search_document, search_segment, search_segmentcolumn, search_posting, search_change CASCADE"
        )
        for index in DROPPED:  # not what is measured here
            cursor.execute(f"DROP INDEX IF EXISTS {index}")
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS drawn (id bigint, title text, body text, facets text[])")
        cursor.execute("TRUNCATE drawn")
        with cursor.copy("COPY drawn FROM STDIN") as copy:
            for record in records(count, terms):
                copy.write_row(record)
                add(*record)
        cursor.execute(WRITE)
    started = time.perf_counter()
    segments.rebuild()
    print(f"{count} documents packed in {time.perf_counter() - started:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# The two engines: each answers with the total, ten keys in order and the counts of five facets


class Tantivy:
    def __init__(self, folder: str) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder().add_integer_field("id", stored=True, fast=True)
        for name in ("title", "body"):
            builder = builder.add_text_field(name, tokenizer_name="en_stem")
        for name in FACETS:
            builder = builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=folder)
        self.writer = self.index.writer(256_000_000, 1)
        self.aggregations = {name: {"terms": {"field": name, "size": 300}} for name in FACETS}

    def add(self, number: int, title: str, body: str, facets: list[str]) -> None:
        document = self.tantivy.Document(id=number, title=title, body=body)
        for facet in facets:
            group, _colon, value = facet.partition(":")
            document.add_text(group, value)
        self.writer.add_document(document)

    def ready(self) -> None:
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def __call__(self, asked: Asked) -> tuple[int, list[int], dict[str, dict[str, int]]]:
        query = self._query(asked)
        found = self.searcher.search(query, 10, offset=(asked.page - 1) * 10)
        counted = self.searcher.aggregate(query, self.aggregations)
        keys = [self.searcher.doc(address)["id"][0] for _score, address in found.hits]
        values = {name: {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]} for name in FACETS}
        return found.count, keys, values

    def _query(self, asked: Asked) -> Any:
        parts = [(name, value) for name, value in (("goal", asked.goal), ("country", asked.country)) if value]
        must = [self.tantivy.Query.term_query(self.schema, name, value) for name, value in parts]
        if asked.words:
            must.append(self.index.parse_query(asked.words, ["title", "body"], field_boosts={"title": 3.0}))
        every = [(self.tantivy.Occur.Must, query) for query in must]
        return must[0] if len(must) == 1 else self.tantivy.Query.boolean_query(every)


class Ours:
    def __call__(self, asked: Asked, embedder: Any = None) -> tuple[int, list[int], dict[str, dict[str, int]]]:
        from django.http import QueryDict

        from galaxy.search.counting import counts_of
        from galaxy.search.filters import SearchFilter
        from galaxy.search.selection import Selection

        address = QueryDict(mutable=True)
        address.update({name: value for name, value in (("q", asked.words), ("goal", asked.goal)) if value})
        if asked.country:
            address["country"] = asked.country
        selection = Selection(SearchFilter(address), embedder)
        counts = counts_of(selection)
        keys = selection.page("best" if asked.words else "newest", (asked.page - 1) * 10, 10)
        return counts.total, keys, {name: dict(counts.values[name]) for name in FACETS}


def classes() -> dict[str, list[Asked]]:
    rng = np.random.default_rng(SEED)
    names = words_of(rng)

    def drawn(*ranks: range) -> str:
        return " ".join(names[rng.choice(rank)] for rank in ranks)

    def several(make: Callable[[], Asked]) -> list[Asked]:
        return [make() for _ in range(QUERIES_EACH)]

    common = several(lambda: Asked(drawn(COMMON)))
    return {
        "1 common word": common,
        "2 common": several(lambda: Asked(drawn(COMMON, COMMON))),
        "1 medium": several(lambda: Asked(drawn(MEDIUM))),
        "3 mixed": several(lambda: Asked(drawn(COMMON, MEDIUM, RARE))),
        "1 rare": several(lambda: Asked(drawn(RARE))),
        "common + goal": several(lambda: Asked(drawn(COMMON), goal=str(rng.integers(1, 18)))),
        "the same, page 20": [replace(asked, page=20) for asked in common],
        "browse a goal": several(lambda: Asked(goal=str(rng.integers(1, 18)))),
        "browse a country": several(lambda: Asked(country=str(rng.choice(["KEN", "AFG", "ALB", "DZA", "AGO"])))),
    }


def agree(asked: Asked, ours: Any, theirs: Any) -> bool:
    """Exact on what is asked for by one word or none, where both mean the same."""
    if " " in asked.words:
        return True
    # We count a facet without its own limit.
    chosen = {"goal"} if asked.goal else {"country"} if asked.country else set()
    return ours[0] == theirs[0] and all(ours[2][name] == theirs[2][name] for name in FACETS if name not in chosen)


@dataclass(frozen=True)
class Taken:
    """Milliseconds of one query: by the clock, and of a core."""

    clock: float
    core: float


class Clock:
    """Counts the work of the database's process for us too: a query of ours is answered by both."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.database = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def __call__(self, engine: Callable[[Asked], Any], asked: Asked) -> tuple[Taken, Any]:
        core, clock = self._core(), time.perf_counter()
        answer = engine(asked)
        clock = time.perf_counter() - clock
        return Taken(clock * 1000, (self._core() - core) * 1000), answer

    def _core(self) -> float:
        return time.thread_time() + int(self.database.read_text().split()[0]) / 1e9


def compare(theirs: Tantivy, rounds: int) -> dict[str, float]:
    """Prints a line for each class; our median of each. Nothing kept: postings and forms of words are read anew."""
    from galaxy.search import state

    print("| class | hits | tantivy ms | ours ms | ratio | nothing kept, ratio | tantivy core | ours core | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    medians, ours, timed = {}, Ours(), Clock()
    for name, queries in classes().items():
        taken, hits = [], []
        for turn in range(rounds + 1):
            for asked in queries:
                state.current().lately.clear()
                bare, first, second = timed(ours, asked), timed(ours, asked), timed(theirs, asked)
                assert agree(asked, first[1], second[1]), (asked, first[1], second[1])
                if turn:  # the first round warms
                    taken.append((bare[0], first[0], second[0]))
                    hits.append(first[1][0])
        print(f"| {name} | {statistics.median(hits):.0f} | {_figures(taken)} |", flush=True)
        medians[name] = statistics.median(ours.core for _bare, ours, _theirs in taken)
    print(f"\nPage 20 over page one: {medians['the same, page 20'] / medians['1 common word']:.2f}", flush=True)
    return medians


def _figures(taken: list[tuple[Taken, Taken, Taken]]) -> str:
    def middle(figure: Callable[[Taken, Taken, Taken], float]) -> str:
        return f"{statistics.median(figure(*each) for each in taken):.2f}"

    figures = [
        middle(lambda bare, ours, theirs: theirs.clock),
        middle(lambda bare, ours, theirs: ours.clock),
        middle(lambda bare, ours, theirs: ours.clock / theirs.clock),
        middle(lambda bare, ours, theirs: bare.clock / theirs.clock),
        middle(lambda bare, ours, theirs: theirs.core),
        middle(lambda bare, ours, theirs: ours.core),
        middle(lambda bare, ours, theirs: ours.core / theirs.core),
    ]
    return " | ".join(figures)


def run(sizes: list[int], rounds: int) -> None:
    import django

    django.setup()
    found = {}
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            theirs = Tantivy(folder)
            fill(count, theirs.add)
            theirs.ready()
            print(f"\n{count} records, load {os.getloadavg()[0]:.0f}\n", flush=True)
            found[count] = compare(theirs, rounds)
            memory.weigh()
    if len(found) > 1:
        least, most = min(found), max(found)
        growth = {name: np.log(found[most][name] / found[least][name]) / np.log(most / least) for name in found[least]}
        print(
            "\nGrowth exponents of our time of a core:",
            ", ".join(f"{name} {value:.2f}" for name, value in growth.items()),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    from galaxy.embedded.testing import throwaway, variables

    with throwaway() as place:
        os.environ.update(variables(place))
        run(chosen.records, chosen.rounds)


if __name__ == "__main__":
    main()
