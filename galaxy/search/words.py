"""What a person typed, taken apart: words to rank by, and what must or must not be there."""

import re
from dataclasses import dataclass

from galaxy.search.text import pairs

PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')
ALTERNATIVES = {"or", "|"}  # any of the words will do anyhow


@dataclass(frozen=True)
class Query:
    """`plain` are single words, those of phrases among them. `phrases` must be there, the two others must not."""

    plain: list[str]
    phrases: list[str]
    minus: list[str]
    minus_phrases: list[str]


def parse(words: str) -> Query:
    query = Query([], [], [], [])
    for sign, phrase, word in PART.findall(words):
        if word:
            _word(query, word)
        elif phrase.strip():
            _phrase(query, pairs(phrase), bool(sign))
    return query


def _word(query: Query, word: str) -> None:
    if word.casefold() in ALTERNATIVES:
        return
    if word.startswith("-"):
        query.minus.extend(_known(pairs(word[1:])))
    else:
        query.plain.extend(_known(pairs(word)))


def _phrase(query: Query, phrase: str, excluded: bool) -> None:
    words = _known(phrase)
    if excluded:
        (query.minus_phrases.append(phrase) if len(words) > 1 else query.minus.extend(words))
    else:
        query.phrases.append(phrase)
        query.plain.extend(words)


def _known(text: str) -> list[str]:
    """Those with a letter or a figure."""
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]
