"""Files that people attach for others to read: told by their content, bounded, and refused where they could harm."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from galaxy.core import documents, images
from galaxy.core.documents import BadFile
from galaxy.core.text import tidy_line


class FileKind(TextChoices):
    PDF = "pdf", gettext_lazy("PDF")
    DOCX = "docx", gettext_lazy("Word document")
    XLSX = "xlsx", gettext_lazy("Excel workbook")
    PPTX = "pptx", gettext_lazy("PowerPoint presentation")
    JPG = "jpg", gettext_lazy("Picture")


PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
ENDINGS = {"jpeg": FileKind.JPG, "png": FileKind.JPG, "webp": FileKind.JPG} | {kind.value: kind for kind in FileKind}
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.webp"
LONGEST_NAME = 120
END_OF_PDF = 2048  # within which it says that it is whole
MAX_UNPACKED = 20 * 1024 * 1024

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_ACTIVE = re.compile(
    rb"/JS\s*[(<\d]|/S\s*/(?:JavaScript|Launch)|/JavaScript\s*(?:<<|\d)|/EmbeddedFiles?(?![A-Za-z])|/RichMedia"
)


@dataclass(frozen=True)
class Upload:
    """What is kept of a file: pictures are written anew, everything else is as it was sent."""

    kind: FileKind
    name: str
    content: bytes


def examine(file: IO[bytes], size: int, name: str) -> Upload:
    """Look at a file that somebody attaches; raises BadFile with a sentence that says what to do."""
    head = documents.head_of(file, size)
    if head.startswith(PICTURES):
        kind, content = FileKind.JPG, _picture(file, size)
    else:
        kind = _kind_of(file, head)
        content = file.read()
    stem, _dot, ending = clean_name(name).rpartition(".")
    if ENDINGS.get(ending.lower(), kind) != kind:
        raise BadFile(
            _("By its name this is a .%(ending)s, inside it is a .%(kind)s. Save it once more and choose it again.")
            % {"ending": ending.lower(), "kind": kind.value}
        )
    called = stem if ending.lower() in ENDINGS else clean_name(name)
    return Upload(kind, f"{called[: LONGEST_NAME - 5] or 'file'}.{kind.value}", content)


def clean_name(name: str) -> str:
    """As people called it, without folders and without what turns or breaks a line; for show only, never a path."""
    last = re.split(r"[/\\]", _TURNS.sub("", tidy_line(name)))[-1].strip(". ")
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > LONGEST_NAME // 10:
        return last[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _picture(file: IO[bytes], size: int) -> bytes:
    try:
        return images.rewrite(file, size)
    except images.BadPicture as bad:
        raise BadFile(str(bad)) from None


def _kind_of(file: IO[bytes], head: bytes) -> FileKind:
    if head.startswith(b"%PDF-"):
        _check_pdf(file.read())
        file.seek(0)
        return FileKind.PDF
    if head.startswith(documents.ZIP):
        return FileKind(documents.office_kind(file).value)
    if head.startswith(documents.OLE):
        raise documents.ole_fault(file)
    raise BadFile(
        _("This kind of file is not taken. Choose PDF, Word, Excel, PowerPoint or a picture (JPEG, PNG, WebP).")
    )


def _check_pdf(data: bytes) -> None:
    """By what its objects say; what they draw is not opened."""
    if b"%%EOF" not in data[-END_OF_PDF:] or b" obj" not in data:
        raise documents.damaged()
    for part in (_STREAM.sub(b"", data), *_packed_objects(data)):
        plain = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), part)
        if _LOCKED.search(plain):
            raise documents.locked()
        if _ACTIVE.search(plain):
            raise BadFile(_("This PDF carries a script or another file. Print it to a new PDF, and choose that one."))


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """Objects that are packed together, unpacked as far as the limit for all of them."""
    left = MAX_UNPACKED
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - 400) : match.start()].rpartition(b" obj")[2]
        if b"/ObjStm" in head:
            part = _unpacked(match[1], left)
            left -= len(part)
            if left <= 0:
                raise BadFile(_("The file unpacks to more than the portal takes. Save it in a smaller form."))
            yield part


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
