"""What people type, and text as the index takes it."""

import re
import unicodedata

LONGEST_QUERY = 500
MOST_WORDS = 64

# Chinese has no spaces between words: each pair of neighbouring characters is a word of the index.
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+")
# English stems it like "universal", and a search for universal health coverage would find every university.
UNIVERSITY = re.compile(r"\buniversit(?:y|ies)\b", re.IGNORECASE)
SPACE = re.compile(r"\s")
# Quotation marks as word processors and other languages write them.
QUOTES = dict.fromkeys(map(ord, "“”„‟«»「」『』"), '"')
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def visible(text: str) -> str:
    """Without control characters, turned directions and private characters, which search uses as marks."""
    text = SPACE.sub(" ", text)
    if text.isprintable():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) not in UNSEEN)


def query(text: str) -> str:
    """The first words of what somebody typed, as they are searched and shown."""
    words = visible(unicodedata.normalize("NFC", text[: 2 * LONGEST_QUERY]).translate(QUOTES))[:LONGEST_QUERY].split()
    return " ".join(words[:MOST_WORDS])


def pairs(text: str) -> str:
    """Text for the index: runs of Chinese as pairs of characters, and apart what one stem would throw together."""
    text = UNIVERSITY.sub("universitas", text)
    return HAN.sub(lambda run: f" {_pairs(run[0])} ", text)


def query_pairs(words: str) -> str:
    """A query for the index: each run of Chinese stands for just these characters in this order."""
    parts = words.split('"')
    outside = [HAN.sub(lambda run: f' "{_pairs(run[0])}" ', part) for part in parts[::2]]
    inside = [pairs(part) for part in parts[1::2]]
    woven = [part for couple in zip(outside, [*inside, ""], strict=False) for part in couple]
    return re.sub(r'-\s+"', '-"', '"'.join(woven[: len(parts)]))


def any_of(words: str) -> str:
    """A query that is content with any one of the words."""
    return " or ".join(dict.fromkeys(re.findall(r"\w+", words)))


def _pairs(run: str) -> str:
    return " ".join(run[start : start + 2] for start in range(max(len(run) - 1, 1)))
