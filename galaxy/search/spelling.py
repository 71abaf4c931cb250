"""Words in one spelling, so that what people type and what is written meet."""

import re
import unicodedata

from galaxy.search.text import HAN

# What no decomposition takes apart: letters, the figures of other scripts are done by the database of Unicode.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ى": "ي", "ة": "ه", "ـ": ""})
WORD = re.compile(r"[^\W_]+")
LONGEST = 400


def key(text: str) -> str:
    """Its words without accents, case and punctuation, one space between; each Chinese character is a word."""
    if text.isascii():
        return " ".join(WORD.findall(text[:LONGEST].lower()))
    letters = unicodedata.normalize("NFKD", text[:LONGEST]).casefold().translate(LETTERS)
    plain = "".join(_figure(letter) for letter in letters if not unicodedata.combining(letter))
    return " ".join(WORD.findall(HAN.sub(lambda run: f" {' '.join(run[0])} ", plain)))


def _figure(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter
