"""Text as people paste it, made fit to be stored and shown."""

import re
import unicodedata

# Control characters but tab and line feed, and marks that turn the direction of what follows without an end.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
# More marks on one letter than any language writes only spill over the lines around it.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")


def tidy(text: str) -> str:
    """Without control characters, in composed form, with plain line ends; a tower of marks is cut to four."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", text)
    return unicodedata.normalize("NFC", _MARKS.sub(r"\1", text)).strip()


def tidy_line(text: str) -> str:
    """The same on one line."""
    return _SPACES.sub(" ", tidy(text).replace("\n", " ")).strip()
