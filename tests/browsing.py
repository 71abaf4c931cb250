"""Pages in Chromium, and what no page may do: break the content policy, fail in a script, ask another host."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.guards import CHROMIUM

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSIDE = {"data", "blob", "about"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": [*FLAGS, *sandbox]}


@pytest.fixture
def javascript() -> bool:
    """Parametrize it with [True, False] to see a page with scripts on and off."""
    return True


@pytest.fixture
def width() -> int:
    """Of the window; 360 is the narrowest that is promised."""
    return 1280


@pytest.fixture
def browser_context_args(portal, javascript: bool, width: int, pytestconfig: pytest.Config) -> dict[str, Any]:
    return {
        "base_url": portal.url,
        "java_script_enabled": javascript,
        "viewport": {"width": width, "height": 800},
        "locale": "en-GB",
    }


@pytest.fixture(autouse=True)
def no_page_misbehaves(request: pytest.FixtureRequest) -> Iterator[None]:
    if "context" not in request.fixturenames:
        yield
        return
    faults: list[str] = []
    watch(request.getfixturevalue("context"), request.getfixturevalue("portal").url, faults)
    yield
    assert faults == []


def watch(context: BrowserContext, home: str, faults: list[str]) -> None:
    host = urlsplit(home).netloc

    def note_message(message: Any) -> None:
        if "Content Security Policy" in message.text or message.text.startswith("Refused to"):
            faults.append(f"content policy: {message.text} ({message.page.url})")

    def note_request(asked: Any) -> None:
        address = urlsplit(asked.url)
        if address.scheme not in INSIDE and address.netloc != host:
            faults.append(f"asked another host: {asked.url}")

    context.on("console", note_message)
    context.on("request", note_request)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
