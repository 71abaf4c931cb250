import io
import struct
import zlib

import pytest
from PIL import Image

from galaxy.core.images import MAX_BYTES, BadPicture, rewrite


def file(form: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **how) -> io.BytesIO:
    target = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "RGBA" else (0, 0, 0, 0)).save(target, form, **how)
    target.seek(0)
    return target


def result(source: io.BytesIO) -> Image.Image:
    return Image.open(io.BytesIO(rewrite(source, len(source.getvalue()))))


def head_of_png(width: int, height: int) -> io.BytesIO:
    """A picture that claims to be large and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""))


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("WEBP", "RGB")])
def test_a_picture_is_written_anew_as_jpeg(form, mode):
    picture = result(file(form, mode=mode))

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (400, 300))


def test_what_is_transparent_becomes_white():
    assert result(file("PNG", mode="RGBA")).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller():
    assert result(file(size=(4000, 1000))).size == (1600, 400)


def test_place_and_camera_are_removed_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"

    source = file(exif=exif.tobytes(), comment=b"taken at home")
    picture = result(source)

    assert b"Camera" in source.getvalue()
    assert (dict(picture.getexif()), picture.size) == ({}, (300, 400))
    assert b"taken at home" not in rewrite(source, 10)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "cannot be read"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "cannot be read"),
        (b"MZ\x90\x00", "cannot be read"),
        (b"PK\x03\x04../../etc/passwd", "cannot be read"),
        (file().getvalue()[:600], "cannot be read"),
        (head_of_png(30, 30).getvalue(), "cannot be read"),
        (head_of_png(20_000, 20_000).getvalue(), "40 million"),
        (head_of_png(10_000, 12_000).getvalue(), "40 million"),
        (head_of_png(8_000, 8_000).getvalue(), "40 million"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content, reason):
    with pytest.raises(BadPicture, match=reason):
        rewrite(io.BytesIO(content), len(content))


def test_a_picture_over_five_megabytes_is_not_even_opened():
    with pytest.raises(BadPicture, match="5 MB"):
        rewrite(io.BytesIO(b"x"), MAX_BYTES + 1)


def test_a_picture_with_a_script_at_its_end_loses_it():
    source = io.BytesIO(file().getvalue() + b"<script>alert(1)</script>")

    assert b"<script>" not in rewrite(source, 1000)
