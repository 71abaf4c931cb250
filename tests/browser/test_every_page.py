"""Every type of page, in English and Arabic, light on a wide screen and dark on a small one: no barrier that a
machine can find, nothing to scroll sideways, everything to press large enough for a finger. And what a first visit to
a public one costs: few bytes, no other host, nothing that is kept on the reader's device."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Response
from playwright.sync_api import Page as Window

from tests.browser.gallery import LANGUAGES, Gallery, Page, ident, page_types, public_pages
from tests.browsing import watch
from tests.live_portal import LivePortal

LOOKS = (("light", 1600), ("dark", 360))
STOCK = "administrator"  # who sees pages of Django's administration that are not our own
MOST = 60 * 1024
SQUEEZED = ("text/", "application/json", "image/svg")  # scripts are text too
AXE = Axe()
RULES = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is pressed, and is lower than 44 px. Links within sentences and titles are as high as their line.
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(one => {
  if (one.closest('h1, h2, h3, h4, .skip, .skip-to-content-link, .vh, .visually-hidden')) return false
  if (one.type === 'hidden' || !one.checkVisibility({visibilityProperty: true})) return false
  const around = one.parentElement
  const inSentence = one.matches('a') && around.textContent.trim().length > one.textContent.trim().length + 1
    && getComputedStyle(one).display === 'inline'
  if (inSentence) return false
  const boxes = [one, ...(one.labels || [])].map(box => box.getBoundingClientRect())
  return Math.max(...boxes.map(box => box.height)) < 43.5
}).map(one => one.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def open_page(gallery: Gallery, browser: Browser, portal_processes: LivePortal) -> Iterator[Callable[..., Window]]:
    """The same window for all pages of a person."""
    windows: dict[str, Window] = {}
    faults: list[str] = []

    def open_one(page: Page, language: str) -> Window:
        if page[0] not in windows:
            context = gallery.window(browser, page[0], portal_processes.url)
            watch(context, portal_processes.url, faults)
            windows[page[0]] = context.new_page()
        window = windows[page[0]]
        window.set_viewport_size({"width": LOOKS[0][1], "height": 900})
        answer = window.goto(gallery.path(page, language))
        assert answer
        assert answer.request.redirected_from is None, window.url
        if page[3] == "sent":
            with window.expect_navigation():
                window.evaluate("document.querySelector('main form[method=post]').submit()")
        return window

    yield open_one
    for window in windows.values():
        window.context.close()
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", page_types(), ids=ident)
def test_page_has_no_barriers(open_page: Callable[..., Window], page: Page, language: str):
    window = open_page(page, language)

    faults = [fault for scheme, width in LOOKS for fault in look(window, scheme, width, sizes=page[0] != STOCK)]

    assert faults == []


def look(window: Window, scheme: Any, width: int, *, sizes: bool) -> list[str]:
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme=scheme)
    small = window.evaluate(SMALL) if sizes else []
    found = [*barriers(window), *(f"too small: {html}" for html in small)]
    if wider := window.evaluate(SIDEWAYS):
        found.append(f"{wider} px to scroll sideways")
    return [f"{scheme}, {width} px: {fault}" for fault in found]


def barriers(window: Window) -> list[str]:
    found = AXE.run(window, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for one in found for node in one["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", public_pages(), ids=ident)
def test_first_visit_is_light(
    gallery: Gallery, browser: Browser, portal_processes: LivePortal, page: Page, language: str
):
    faults: list[str] = []
    context = gallery.window(browser, "nobody", portal_processes.url)  # its cache is empty
    watch(context, portal_processes.url, faults)

    weight = weigh(context, gallery.path(page, language))
    cookies = context.cookies()
    context.close()

    assert faults == []
    assert sum(weight.values()) < MOST, weight
    assert cookies == []


def weigh(context: BrowserContext, path: str) -> dict[str, int]:
    """Bytes of each answer, by address: pages, sheets, scripts and pictures, compressed as the image does it."""
    window = context.new_page()
    answers: list[Response] = []
    window.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a builtin cannot be wrapped
    window.goto(path, wait_until="networkidle")
    return {answer.url: squeezed(answer) for answer in answers}


def squeezed(answer: Response) -> int:
    is_text = answer.headers.get("content-type", "").startswith(SQUEEZED)
    return len(gzip.compress(answer.body())) if is_text else len(answer.body())
