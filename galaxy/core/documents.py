"""Office files and plain text that people send: told apart by what is in them, and bounded before they are opened."""

import re
import zipfile
from enum import StrEnum
from typing import IO

from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_TAGS = 2_000_000  # of all parts together: an opened tree takes far more memory than its text
MAX_RATIO = 250  # for members that are large when unpacked; typed text packs to a fifth, empty cells to a fiftieth
LARGE = 4 * 1024 * 1024
CHUNK = 256 * 1024

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = "[Content_Types].xml"
MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
PRESENTATIONS = (b"presentationml.presentation.main+xml", b"presentationml.slideshow.main+xml")
UTF16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Control characters, or four accented letters in a row: not Western European, so wrongly read.
MOJIBAKE = re.compile(r"[\x00-\x08\x0e-\x1f]|[^\W\d_a-zA-Z]{4}")

_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Kind(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TEXT = "text"


class BadFile(Exception):
    """A file that the portal does not take; the text says why and what to do, in words for the person."""


def kind_of(file: IO[bytes], size: int) -> Kind:
    """What a file to be read in is, whatever its name says; raises BadFile for what is not taken.

    Ends at the file's beginning.
    """
    head = head_of(file, size)
    if head.startswith(ZIP):
        kind = office_kind(file)
        if kind == Kind.PPTX:
            raise _other_office()
        return kind
    if head.startswith(OLE):
        raise ole_fault(file)
    if fault := _other_fault(head):
        raise BadFile(fault)
    return Kind.TEXT


def head_of(file: IO[bytes], size: int) -> bytes:
    """How it begins, where its size can be taken at all; raises BadFile. Ends at the file's beginning."""
    if size == 0:
        raise BadFile(_("The file is empty. Choose it again, or save it once more."))
    if size > MAX_BYTES:
        raise BadFile(_("The file is larger than 10 MB. Take pictures out of it, or split it, and choose it again."))
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    return head


def read_text(file: IO[bytes]) -> str:
    """The text of a plain file, in UTF-8, UTF-16 or Western European; raises BadFile for any other encoding."""
    data = file.read(MAX_BYTES + 1)
    for mark, encoding in UTF16:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252")
    if MOJIBAKE.search(text):
        raise _unknown_encoding()
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _unknown_encoding() from None


def _unknown_encoding() -> BadFile:
    return BadFile(
        _("The letters of this file cannot be read. Save it again as “CSV UTF-8”, or as an Excel workbook (.xlsx).")
    )


def office_kind(file: IO[bytes]) -> Kind:
    """DOCX, XLSX or PPTX; raises BadFile for what is no such file, or not to be opened. Ends at its beginning."""
    try:
        with zipfile.ZipFile(file) as package:
            _check_members(package.infolist())
            _check_parts(package)
            return _main_kind(package)
    except _BROKEN:
        raise damaged() from None
    finally:
        file.seek(0)


def damaged() -> BadFile:
    return BadFile(_("The file is cut off or damaged. Open it, save it once more, and choose it again."))


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """By the table of contents alone: nothing is unpacked yet."""
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _too_much()
    for member in members:
        if member.flag_bits & 0x1:
            raise locked()
        if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
            raise damaged()
        if member.file_size > LARGE and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise _too_much()


def _check_parts(package: zipfile.ZipFile) -> None:
    """Every part that will be parsed, read in pieces: no document types, hence no entities, and no forest of tags."""
    tags = 0
    for member in package.infolist():
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with package.open(member) as part:
            tail = b""
            while piece := part.read(CHUNK):
                if b"<!DOCTYPE" in tail + piece or b"\0" in piece:
                    raise damaged()
                tags += piece.count(b"<")
                tail = piece[-16:]
        if tags > MAX_TAGS:
            raise _too_much()


def _main_kind(package: zipfile.ZipFile) -> Kind:
    names = set(package.namelist())
    if CONTENT_TYPES not in names:
        if "mimetype" in names:
            raise BadFile(
                _("This is an OpenDocument file. Save it as Word (.docx) or Excel (.xlsx) and choose it again.")
            )
        raise BadFile(_("This archive is no Word or Excel file. Unpack it and choose the document itself."))
    types = package.read(CONTENT_TYPES)
    if MACROS.search(types) or any("vbaproject" in name.lower() for name in names):
        raise BadFile(
            _("The file carries macros, which the portal does not take. Save it as .docx or .xlsx, without macros.")
        )
    if b"wordprocessingml.document.main+xml" in types:
        return Kind.DOCX
    if b"spreadsheetml.sheet.main+xml" in types:
        return Kind.XLSX
    if any(name in types for name in PRESENTATIONS):
        return Kind.PPTX
    raise _other_office()


def _other_office() -> BadFile:
    return BadFile(
        _("This is another kind of Office file. Save it as a Word document (.docx) or Excel workbook (.xlsx).")
    )


def _too_much() -> BadFile:
    return BadFile(
        _("The file unpacks to more than the portal takes. Copy what you filled in to a fresh template and send that.")
    )


def locked() -> BadFile:
    return BadFile(_("The file is locked with a password. Save it without the password and choose it again."))


def ole_fault(file: IO[bytes]) -> BadFile:
    """The container of old Office files, which newer ones use when they are encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in file.read(MAX_BYTES):
        return locked()
    return BadFile(_("This is a file of an old Word or Excel. Save it as .docx or .xlsx and choose it again."))


def _other_fault(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return _("This is a PDF, which cannot be read back. Choose the Word or Excel file that it was made from.")
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table", b"<script", b"<svg")):
        return _(
            "This is a web page or XML under another name. Open it in Word or Excel and save it as .docx or .xlsx."
        )
    if start.startswith(b"{\\rtf"):
        return _("This is a rich-text file. Open it in Word and save it as .docx.")
    if b"\0" in head and not head.startswith(tuple(mark for mark, _encoding in UTF16)):
        return _("This file is neither a document nor a table. Choose a Word, Excel, CSV or JSON file.")
    return ""
