"""Whether two texts are the same one, by the words that they share in a row. For texts of one language."""

import re

LENGTH = 3
# A Chinese character counts as a word.
WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\u3400-\u9fff\uf900-\ufaff]+")
LONGEST = 20_000
# From here on two texts may be the same one: of edited copies nearly all reach it, of different texts one in a hundred.
DUPLICATE = 0.20

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Every three words that follow each other."""
    words = WORD.findall(text[:LONGEST].lower())
    if len(words) < LENGTH:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def likeness(first: Shingles, second: Shingles) -> float:
    """How much of all is in both: 0 for nothing, 1 for the same text."""
    return len(first & second) / (len(first | second) or 1)


def shared_runs(text: str, other: str) -> list[tuple[int, int]]:
    """Where in the text stand three or more words in a row that the other text has as well: beginnings and ends."""
    known = shingles(other)
    words = list(WORD.finditer(text[:LONGEST]))
    runs: list[tuple[int, int]] = []
    for three in zip(words, words[1:], words[2:], strict=False):
        if tuple(word[0].lower() for word in three) not in known:
            continue
        first, last = three[0].start(), three[-1].end()
        if runs and first <= runs[-1][1]:
            first = runs.pop()[0]
        runs.append((first, last))
    return runs
