"""Files that people attach: told by their content, bounded, and refused with a sentence where they could harm."""

import io
import zlib

import pytest
from PIL import Image

from galaxy.core.documents import MAX_BYTES, OLE, BadFile
from galaxy.core.uploads import LONGEST_NAME, FileKind, clean_name, examine
from tests.core.test_documents import EXCEL, SMALL_BOMB, WORD, archive, encrypted, package
from tests.core.test_images import file as picture

POWERPOINT = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def pdf(*objects: bytes, end: bytes = b"%%EOF\n") -> bytes:
    """The least that looks like a PDF, with these objects in it."""
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, each) for number, each in enumerate(objects, 2))
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"trailer<</Root 1 0 R>>\n" + end


def packed(content: bytes) -> bytes:
    """Objects in a stream, as newer programs write them."""
    return b"<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(content) + b"\nendstream "


def examined(content: bytes, name: str = ""):
    return examine(io.BytesIO(content), len(content), name)


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(BadFile) as caught:
        examined(content, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), FileKind.PDF),
        (pdf(packed(b"<</Type/Page>>")), FileKind.PDF),
        (pdf(b"<</A<</S/URI/URI(https://example.org/js/JavaScript/)>>>>"), FileKind.PDF),
        (pdf(b"<<>>stream\n/JS (chance) /Encrypt\nendstream "), FileKind.PDF),
        (package(WORD), FileKind.DOCX),
        (package(EXCEL), FileKind.XLSX),
        (package(POWERPOINT), FileKind.PPTX),
    ],
)
def test_a_document_is_kept_as_it_was_sent(content, kind):
    found = examined(content)

    assert (found.kind, found.content) == (kind, content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_written_anew_without_the_place_where_it_was_taken(form):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 0.0)  # latitude
    exif[0x010F] = "Camera of somebody"
    sent = picture(form, exif=exif.tobytes()).getvalue()

    found = examined(sent, f"nurse.{form.lower()}")

    assert b"Camera of somebody" in sent
    assert (found.kind, found.name) == (FileKind.JPG, "nurse.jpg")
    assert found.content.startswith(b"\xff\xd8\xff")
    assert dict(Image.open(io.BytesIO(found.content)).getexif()) == {}
    assert b"Camera of somebody" not in found.content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "This kind of file is not taken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "This kind of file is not taken"),
        (b"#!/bin/sh\nrm -rf /", "This kind of file is not taken"),
        (b"MZ\x90\0\x03\0\0\0", "This kind of file is not taken"),
        (b"\x7fELF\0\0", "This kind of file is not taken"),
        (b"GIF89a\x01\0\x01\0<script>", "This kind of file is not taken"),
        (b"<script>1</script>%PDF-1.7 1 0 obj endobj %%EOF", "This kind of file is not taken"),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be read as a picture"),
        (pdf()[:40], "cut off or damaged"),
        (b"%PDF-1.7 %%EOF", "cut off or damaged"),
        (pdf(b"<</Filter/Standard>>", end=b"trailer<</Encrypt 2 0 R>>%%EOF"), "locked with a password"),
        (pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), "carries a script"),
        (pdf(b"<</S/J#61vaScript/#4AS(app.alert(1))>>"), "carries a script"),
        (pdf(packed(b"<</S/JavaScript/JS(app.alert(1))>>")), "carries a script"),
        (pdf(b"<</S/Launch/F(calc.exe)>>"), "carries a script"),
        (pdf(b"<</Type/EmbeddedFile>>stream\nMZ\nendstream "), "carries a script"),
        (pdf(packed(b" " * 25 * 1024 * 1024)), "unpacks to more"),
        (OLE + b"\0" * 512, "old Word or Excel"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (encrypted(package(WORD)), "locked with a password"),
        (package(WORD)[:-30], "cut off or damaged"),
        (package(WORD, vbaProject_bin=b"x"), "carries macros"),
        (package(POWERPOINT, ppt_vbaProject_bin=b"x"), "carries macros"),
        (archive({"[Content_Types].xml": WORD, "../../etc/passwd": b"x"}), "cut off or damaged"),
        (SMALL_BOMB, "unpacks to more"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_could_harm_is_refused_with_what_to_do(content, words):
    assert words in refusal(content)


def test_a_file_over_the_limit_is_not_even_read():
    with pytest.raises(BadFile, match="larger than 10 MB"):
        examine(io.BytesIO(b"%PDF"), MAX_BYTES + 1, "x.pdf")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (pdf(), "report.docx", "By its name this is a .docx, inside it is a .pdf."),
        (package(EXCEL), "report.docx", "By its name this is a .docx, inside it is a .xlsx."),
        (b"<html><body>", "report.pdf", "This kind of file is not taken"),
    ],
)
def test_a_wrong_name_is_told(content, name, words):
    assert words in refusal(content, name)


@pytest.mark.parametrize(
    ("name", "kept"), [("", "file.pdf"), ("Manual", "Manual.pdf"), ("Manual.PDF", "Manual.pdf"), ("v1.2", "v1.2.pdf")]
)
def test_a_file_is_kept_under_a_name_with_the_right_ending(name, kept):
    assert examined(pdf(), name).name == kept


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\me\Manual.pdf", "Manual.pdf"),
        ("a\0b\nc\td.pdf", "ab c d.pdf"),
        ("harmless\u202efdp.exe", "harmlessfdp.exe"),
        ("\u2066دليل\u2069.pdf", "دليل.pdf"),
        ('"quoted".pdf', '"quoted".pdf'),
        ("..", ""),
        ("", ""),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
    ],
)
def test_names_are_for_show_only(name, shown):
    assert clean_name(name) == shown
    assert len(clean_name(name)) <= LONGEST_NAME
