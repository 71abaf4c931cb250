"""How a work is cited: for programs that keep references (RIS, BibTeX, CSL-JSON) and as a line of text."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# What each format calls our kinds of works; what is not named is of the last kind.
RIS_TYPES = {"report": "RPRT", "video": "VIDEO", "dataset": "DATA", "other": "GEN"}
BIBTEX_TYPES = {"report": "techreport", "other": "misc"}
CSL_TYPES = {"report": "report", "video": "motion_picture", "dataset": "dataset", "other": "document"}
# In place of the title in a lasting address, which leads on to the page whatever it is called.
ANY_TITLE = "-"
_COMMA = re.compile("[,\u060c\uff0c]")  # those of Arabic and Chinese as well
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


@dataclass(frozen=True)
class Work:
    """`key`: its lasting number; `authors`: "Family, Given" or a whole name; `note`: where the portal keeps it."""

    key: str
    kind: str
    title: str
    authors: list[str]
    publisher: str
    year: int | None
    url: str
    language: str
    abstract: str = ""
    doi: str = ""
    isbn: str = ""
    medium: str = ""
    note: str = ""

    @property
    def by(self) -> list[str]:
        """The authors; who publishes it where none is named."""
        return self.authors or [self.publisher]


def ris(work: Work) -> str:
    """RIS of Reference Manager: one line a value, with the line ends that the format asks for."""
    rows = [
        ("TY", RIS_TYPES.get(work.kind, RIS_TYPES["other"])),
        *(("AU", ", ".join(filter(None, _parts(author)))) for author in work.by),
        ("TI", work.title),
        ("PY", str(work.year or "")),
        ("PB", work.publisher),
        ("AB", work.abstract),
        ("LA", work.language),
        ("DO", work.doi),
        ("SN", work.isbn),
        ("M3", work.medium),
        ("N1", work.note),
        ("ID", work.key),
        ("UR", work.url),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def bibtex(work: Work) -> str:
    """In UTF-8, as biber and today's BibTeX read it. Titles keep their capitals."""
    kind = BIBTEX_TYPES.get(work.kind, BIBTEX_TYPES["other"])
    fields = [
        ("author", " and ".join(_bibtex_name(author) for author in work.by)),
        ("title", f"{{{_tex(work.title)}}}"),
        ("year", str(work.year or "")),
        ("institution" if kind == "techreport" else "publisher", _tex(work.publisher)),
        ("type", _tex(work.medium)),
        ("language", work.language),
        ("doi", _address(work.doi)),
        ("isbn", work.isbn),
        ("url", _address(work.url)),
        ("note", _tex(work.note)),
        ("abstract", _tex(work.abstract)),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    return f"@{kind}{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def csl_json(work: Work) -> str:
    """The JSON of the Citation Style Language, as Zotero and pandoc read it."""
    item = {
        "id": work.key,
        "type": CSL_TYPES.get(work.kind, CSL_TYPES["other"]),
        "title": _line(work.title),
        "author": [_csl_name(author) for author in work.by],
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "publisher": _line(work.publisher),
        "genre": _line(work.medium),
        "language": work.language,
        "abstract": _line(work.abstract),
        "DOI": work.doi,
        "ISBN": work.isbn,
        "URL": work.url,
        "note": _line(work.note),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def plain(work: Work) -> str:
    """One line: who, when, what, of which kind, published by whom, and where."""
    return " ".join(_sentences(work))


def _sentences(work: Work) -> Iterator[str]:
    who = "; ".join(_line(author) for author in work.by)
    yield f"{who} ({work.year})." if work.year else _stopped(who)
    yield _stopped(_line(work.title))
    if work.medium:
        yield _stopped(_line(work.medium))
    if work.authors:
        yield _stopped(_line(work.publisher))
    yield f"https://doi.org/{work.doi}" if work.doi else work.url


FORMATS: dict[str, Callable[[Work], str]] = {"ris": ris, "bib": bibtex, "json": csl_json, "txt": plain}
FORMAT_NAMES = {
    "ris": _("Citation, RIS (EndNote, Mendeley, Zotero)"),
    "bib": _("Citation, BibTeX (LaTeX)"),
    "json": _("Citation, CSL-JSON (Zotero, pandoc)"),
    "txt": _("Citation, plain text"),
}


def _line(text: str) -> str:
    return " ".join(text.split())


def _stopped(text: str) -> str:
    """With a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "?", "!", "。", "؟", "…")) else f"{text}."


def _parts(author: str) -> tuple[str, str]:
    """Family and given names; all in the first where there is no comma, as with organizations and Chinese names."""
    family, *given = _COMMA.split(_line(author), maxsplit=1)
    return family.strip(), "".join(given).strip()


def _csl_name(author: str) -> dict[str, str]:
    family, given = _parts(author)
    return {"family": family, "given": given} if family and given else {"literal": _line(author)}


def _bibtex_name(author: str) -> str:
    family, given = _parts(author)
    if family and given:
        return ", ".join(_kept_whole((family, given)))
    return f"{{{_tex(author)}}}"


def _kept_whole(names: Iterable[str]) -> Iterator[str]:
    """In braces where a comma or an "and" would be read as the beginning of something else."""
    for name in names:
        text = _tex(name)
        yield f"{{{text}}}" if "," in name or re.search(r"\band\b", name, re.IGNORECASE) else text


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _address(text: str) -> str:
    """Read as it stands, so only what would end the value is written otherwise."""
    return text.translate({ord(sign): f"%{ord(sign):02X}" for sign in " {}\\"})
