"""Numbers by which books and articles are known everywhere: ISBN and DOI, checked and brought into one form."""

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>\\{}]{1,150}")
_BEFORE_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_BEFORE_ISBN = re.compile(r"^ISBN(?:-1[03])?:?", re.IGNORECASE)
_HYPHENS = re.compile("[\\s\u2010-\u2015-]")


def clean_doi(text: str) -> str | None:
    """The number alone, in lower case, from the number or its address; None for what is no DOI."""
    found = unquote(_BEFORE_DOI.sub("", text.strip())).rstrip(".").lower()
    return found if _DOI.fullmatch(found) else None


def clean_isbn(text: str) -> str | None:
    """Thirteen digits, from either length and with any hyphens; None where the check digit does not fit."""
    digits = _HYPHENS.sub("", _BEFORE_ISBN.sub("", text.strip())).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits) and _fits_ten(digits):
        return _with_check(f"978{digits[:9]}")
    if re.fullmatch(r"97[89][0-9]{10}", digits) and _with_check(digits[:12]) == digits:
        return digits
    return None


def _fits_ten(digits: str) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0


def _with_check(twelve: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"
