"""A published solution as a PDF to print and as a poster. Needs the system's Pango; without it none is offered."""

import ctypes
import gc
import hashlib
import logging
import threading
import time
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from PIL import ImageFile

from solutions.exchange.word import RIGHT_TO_LEFT
from solutions.page import page_of

SHEETS = ("tokens.css", "pages/paper.css")
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libpango-1.0.0.dylib", "libpangoft2-1.0.0.dylib")
KEPT_SECONDS = 30 * 24 * 60 * 60
MOST_KEPT = 2_000

logger = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # a second page drawn beside the first would take its memory once more


@lru_cache
def is_available() -> bool:
    """Whether the libraries are there that set text in any script."""
    return sum(map(_is_loadable, LIBRARIES)) >= 2


def _is_loadable(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def render(template: str, solution: Any) -> bytes:
    """A PDF of this template; drawn once for each text that it shows, then read from the cache folder."""
    html = render_to_string(template, _context(solution))
    styles = "\n".join((settings.BASE_DIR / "static" / "css" / name).read_text(encoding="utf-8") for name in SHEETS)
    kept = settings.DATA_DIR / "cache" / "paper" / f"{hashlib.blake2s(f'{html}{styles}'.encode()).hexdigest()}.pdf"
    if kept.exists():
        return kept.read_bytes()
    with _one_at_a_time:
        content = _draw(html, styles)
        gc.collect()  # a drawn page is full of cycles: up to 300 MB wait otherwise for the collector to come by
    _keep(kept, content)
    return content


def _context(solution: Any) -> dict[str, Any]:
    """Of the page, with an address that is short on paper: it leads to the full one."""
    from segno import make  # noqa: PLC0415

    context = page_of(solution)
    short = f"{settings.BASE_URL}{reverse('solutions:detail', args=[solution.public_id.lower(), '-'])}"
    return {
        **context,
        "cite": context["cite"].replace(context["address"], short),
        "address": short,
        "qr": make(short, error="m").svg_data_uri(border=0),
        "text_direction": "rtl" if solution.language in RIGHT_TO_LEFT else "ltr",
        "picture": _picture(solution),
        "here": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "site": settings.SITE_NAME,
    }


def _picture(solution: Any) -> str:
    """Within the page itself, for nothing is fetched."""
    if not solution.cover_image:
        return ""
    try:
        with solution.cover_image.open("rb") as file:
            return f"data:image/jpeg;base64,{b64encode(file.read()).decode()}"
    except OSError:
        return ""


def _draw(html: str, styles: str) -> bytes:
    """Only what the page carries itself is read; no file and no host is ever asked."""
    from weasyprint import CSS, HTML  # noqa: PLC0415  heavy
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the import above lets cut pictures pass, everywhere in this process
    fetcher = URLFetcher(allowed_protocols=["data"])
    sheets = [CSS(string=styles, url_fetcher=fetcher)]
    page = HTML(string=html, base_url=settings.BASE_URL, url_fetcher=fetcher)
    content: bytes = page.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    return content


def _keep(path: Path, content: bytes) -> None:
    """Failing to keep it costs only time; the oldest go when there are many."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{threading.get_ident()}.part")
        part.write_bytes(content)
        part.replace(path)
        _clear(path.parent)
    except OSError as error:
        logger.warning("A PDF cannot be kept: %s", error)


def _clear(folder: Path) -> None:
    files = sorted(folder.glob("*.pdf"), key=lambda path: path.stat().st_mtime)
    old = time.time() - KEPT_SECONDS
    for index, path in enumerate(files):
        if index < len(files) - MOST_KEPT or path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
