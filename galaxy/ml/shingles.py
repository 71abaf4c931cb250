"""Whether two texts are the same one, by the words that they share in a row. For texts of one language."""

import re

LENGTH = 3
WORD = re.compile(r"\w+")
HAN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff])")
LONGEST = 20_000
# From here on two texts may be the same one: of edited copies nearly all reach it, of different texts one in a hundred.
DUPLICATE = 0.20

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Every three words that follow each other; a Chinese character counts as a word."""
    words = WORD.findall(HAN.sub(r" \1 ", text[:LONGEST].lower()))
    if len(words) < LENGTH:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def likeness(first: Shingles, second: Shingles) -> float:
    """How much of all is in both: 0 for nothing, 1 for the same text."""
    return len(first & second) / (len(first | second) or 1)
