"""Names and titles that somebody may be about to type: Goals, themes and places from memory, the rest by the index.

Every word that is typed must begin a word of the name; accents and case count for nothing. One statement at most.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from galaxy.search.adapters import all_adapters
from galaxy.search.names import kept_names, term_of
from galaxy.search.spelling import key
from galaxy.search.text import HAN, query
from galaxy.taxonomy.labels import GoalTerm, Term, Vocabulary, vocabulary

MOST = 8
# Of the eight, so many come from the vocabularies where there are enough others.
MOST_TERMS = 4
# One letter begins too many words; one Chinese character is a word.
FEWEST_LETTERS = 2
MOST_WORDS = 8
# Common beginnings: of so many candidates the best are shown.
CANDIDATES = 200
# Cards are read for the best alone: as text they cost more than all else.
FIND = """
SELECT kind, title, language, card::text FROM (
    SELECT id, begins, is_organization, length FROM (
        (SELECT id, true AS begins, kind = 'organization' AS is_organization, length(title) FROM search_document
         WHERE starts LIKE %(first)s LIMIT %(candidates)s)
        UNION ALL
        (SELECT id, false, kind = 'organization', length(title) FROM search_document
         WHERE to_tsvector('simple', COALESCE(starts, '')) @@ %(words)s::tsquery AND starts NOT LIKE %(first)s
         LIMIT %(candidates)s)
    ) AS near
    ORDER BY begins DESC, is_organization DESC, length, id LIMIT %(most)s
) AS best JOIN search_document USING (id)
ORDER BY begins DESC, is_organization DESC, length, id
"""
HEADINGS: dict[str, "str | Promise"] = {
    "goal": gettext_lazy("Goals"),
    "theme": gettext_lazy("Themes"),
    "country": gettext_lazy("Countries"),
    "region": gettext_lazy("Regions"),
    "group": gettext_lazy("Country groups"),
}


@dataclass(frozen=True)
class Proposal:
    """`language`: of the label, where it is not the one of the page; `note`: the name that fits, where the label does
    not."""

    kind: str
    label: str
    url: str
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class ProposalGroup:
    kind: str
    heading: str
    proposals: list[Proposal]


def propose(typed: str) -> list[ProposalGroup]:
    """At most eight, by kind."""
    words = key(query(typed)).split()[:MOST_WORDS]
    if not words or (len("".join(words)) < FEWEST_LETTERS and not HAN.match(words[0])):
        return []
    terms, documents = _terms(words, vocabulary()), _documents(words)
    room = max(MOST_TERMS, MOST - len(documents))
    found = terms[:room]
    return _grouped([*found, *documents[: MOST - len(found)]])


def begins(name: str, parts: list[str]) -> bool:
    """Whether each of the _parts() begins a word of the name, a spelling by key()."""
    spaced = f" {name}"
    return all(f" {part}" in spaced for part in parts)


def _parts(words: list[str]) -> list[str]:
    """The words, runs of Chinese characters joined by spaces."""
    parts: list[str] = []
    for word in words:
        if parts and HAN.match(word) and HAN.match(parts[-1]):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def _terms(words: list[str], terms: Vocabulary) -> list[Proposal]:
    """Those whose name in the language of the page fits first, and of these the ones that begin so."""
    parts, whole = _parts(words), " ".join(words)
    found: dict[tuple[str, str], tuple[bool, int, str]] = {}
    for name in kept_names().all:
        if begins(name.key, parts):
            thing, rank = (name.kind, name.code), (not name.key.startswith(whole), len(name.key), name.text)
            found[thing] = min(rank, found.get(thing, rank))
    labels = [(kind, term, rank) for (kind, code), rank in found.items() if (term := term_of(kind, code, terms))]
    ranked = sorted(
        ((not begins(key(_label(term)), parts), rank, kind, term) for kind, term, rank in labels), key=_rank
    )
    return [
        Proposal(kind, _label(term), term.url, note=rank[2] if is_foreign else "")
        for is_foreign, rank, kind, term in ranked[:MOST]
    ]


def _rank(found: tuple[bool, tuple[bool, int, str], str, Term]) -> tuple[bool, tuple[bool, int, str]]:
    return found[:2]


def _label(term: Term) -> str:
    return f"{term.number}. {term.name}" if isinstance(term, GoalTerm) else term.name


def _documents(words: list[str]) -> list[Proposal]:
    asked: dict[str, str | int] = {
        "first": f"{' '.join(words)}%",
        "words": _tsquery(words),
        "candidates": CANDIDATES,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND, asked)
        rows = cursor.fetchall()
    return list(_of_rows(rows))


def _of_rows(rows: list[tuple[str, str, str, str]]) -> Iterator[Proposal]:
    spoken = (get_language() or "").partition("-")[0]
    for kind, title, language, card in rows:
        view, *arguments = json.loads(card)["path"]
        yield Proposal(kind, title, reverse(view, args=arguments), language="" if language == spoken else language)


def _tsquery(words: list[str]) -> str:
    """Words hold letters and figures only (see key), so quoting them is enough."""
    return " & ".join(f"({_together(part)})" for part in _parts(words))


def _together(part: str) -> str:
    return " <-> ".join(f"'{word}'{'' if HAN.match(word) else ':*'}" for word in part.split())


def _grouped(proposals: list[Proposal]) -> list[ProposalGroup]:
    headings = {**HEADINGS, **{adapter.kind: adapter.plural for adapter in reversed(all_adapters())}}
    return [
        ProposalGroup(kind, str(heading), found)
        for kind, heading in headings.items()
        if (found := [proposal for proposal in proposals if proposal.kind == kind])
    ]
