"""Pictures that people send: looked at, bounded and written anew, so that nothing of the file itself is kept."""

from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, Image.DecompressionBombError)


class BadPicture(Exception):
    """This file is no picture that the portal takes; the text says why, in words for the person."""


def rewrite(file: IO[bytes], size: int) -> bytes:
    """A JPEG of at most 1600 pixels a side, without place, camera or anything else that came with the file."""
    if size == 0:
        raise BadPicture(_("The file is empty. Choose the picture again."))
    if size > MAX_BYTES:
        raise BadPicture(_("The picture is larger than 5 MB. Make it smaller and choose it again."))
    try:
        return _as_jpeg(_opened(file))
    except Image.DecompressionBombWarning:
        raise _too_large() from None
    except Image.DecompressionBombError:
        raise _too_large() from None
    except _BROKEN:
        raise BadPicture(_("This file cannot be read as a picture. Choose a JPEG, PNG or WebP file.")) from None


def _opened(file: IO[bytes]) -> Image.Image:
    """Only its head is read until the number of pixels is known."""
    picture = Image.open(file, formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large()
    return picture


def _too_large() -> BadPicture:
    return BadPicture(_("The picture has more than 40 million pixels. Make it smaller and choose it again."))


def _as_jpeg(picture: Image.Image) -> bytes:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    layered = upright.convert("RGBA")
    plain = Image.new("RGB", layered.size, "white")
    plain.paste(layered, mask=layered.getchannel("A"))
    target = BytesIO()
    plain.save(target, "JPEG", quality=82, progressive=True, optimize=True)
    return target.getvalue()
