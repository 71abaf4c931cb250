"""Files that people send, told apart by what is in them and refused with a sentence before they are opened."""

import io
import zipfile

import pytest

from galaxy.core.documents import MAX_BYTES, OLE, BadFile, Kind, kind_of, read_text

WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def package(main: bytes = EXCEL, **parts: bytes) -> bytes:
    """The least that looks like an Office file; `parts` are named with underscores for dots."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b'<Types><Override ContentType="' + main + b'"/></Types>')
        for name, content in parts.items():
            file.writestr(name.replace("_", "."), content)
    return target.getvalue()


def archive(names: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in names.items():
            file.writestr(name, content)
    return target.getvalue()


def encrypted(content: bytes) -> bytes:
    """With the mark of encryption on each member."""
    data = bytearray(content)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def refusal(content: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(content), len(content))
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (package(WORD), Kind.DOCX),
        (package(EXCEL), Kind.XLSX),
        (b"title,kind\nA,Policy\n", Kind.TEXT),
        ('[{"title": "A"}]'.encode("utf-16"), Kind.TEXT),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    file = io.BytesIO(content)

    assert kind_of(file, len(content)) == kind
    assert file.tell() == 0


SMALL_BOMB = package(xl_xml=b"<a/>" * (60 * 1024 * 1024 // 4))
EMPTY_CELLS = package(sheet_xml=b"<c>" * 2_100_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "web page"),
        (b"<?xml version='1.0'?><a/>", "web page or XML"),
        (b"{\\rtf1 hello}", "rich-text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "neither a document nor a table"),
        (b"\x7fELF\0\0", "neither a document nor a table"),
        (OLE + b"\0" * 512, "old Word or Excel"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (encrypted(package(WORD)), "locked with a password"),
        (package(WORD)[:-30], "cut off or damaged"),
        (b"PK\x03\x04 nothing behind", "cut off or damaged"),
        (package(WORD.replace(b"document.main", b"document.macroEnabled.main")), "carries macros"),
        (package(WORD, vbaProject_bin=b"x"), "carries macros"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "OpenDocument"),
        (archive({"holiday.jpg": b"x"}), "no Word or Excel file"),
        (package(b"application/vnd.ms-powerpoint"), "another kind of Office file"),
        (archive({"[Content_Types].xml": WORD, "../../etc/passwd": b"x"}), "cut off or damaged"),
        (package(WORD, word_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "cut off or damaged"),
        (package(WORD, word_xml="<!DOCTYPE a>".encode("utf-16")), "cut off or damaged"),
        (SMALL_BOMB, "unpacks to more"),
        (EMPTY_CELLS, "unpacks to more"),
        (archive({"[Content_Types].xml": WORD, **{f"{n}.xml": b"" for n in range(2_001)}}), "unpacks to more"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(content, words):
    assert words in refusal(content)


def test_a_bomb_is_small_when_it_arrives_and_is_refused_by_its_table_of_contents():
    assert len(SMALL_BOMB) < 100_000


def test_a_lie_about_the_unpacked_size_is_found():
    """The table of contents says ten bytes, the member has five million."""
    data = bytearray(package(WORD, word_xml=b"<a>" + b" " * 5_000_000 + b"</a>"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    assert "cut off or damaged" in refusal(bytes(data))


def test_a_file_over_the_limit_is_not_even_opened():
    with pytest.raises(BadFile, match="larger than 10 MB"):
        kind_of(io.BytesIO(b"PK"), MAX_BYTES + 1)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("título;año".encode("utf-8-sig"), "título;año"),
        ("título;año".encode(), "título;año"),
        ("título;año".encode("utf-16"), "título;año"),
        ("título;año".encode("cp1252"), "título;año"),
        ("l’été à Genève, “déjà vu”".encode("cp1252"), "l’été à Genève, “déjà vu”"),
        ("标题".encode("utf-16-le"), None),
        ("Название практики".encode("cp1251"), None),
        ("عنوان الممارسة".encode("cp1256"), None),
        (b"\xff\xfea", None),
    ],
)
def test_text_is_read_in_the_usual_encodings_and_never_wrongly(content, text):
    if text is None:
        with pytest.raises(BadFile, match="CSV UTF-8"):
            read_text(io.BytesIO(content))
    else:
        assert read_text(io.BytesIO(content)) == text
