"""Devices of several people at the same portal."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User
from tests.browsing import watch
from tests.live_portal import LivePortal

Device = Callable[..., Page]


@pytest.fixture
def strict_portal(portal: LivePortal) -> Iterator[LivePortal]:
    """As in production: moderators need a second step at sign-in."""
    portal.serve_with(GALAXY_REQUIRE_SECOND_FACTOR="1")
    yield portal
    portal.serve_with(GALAXY_REQUIRE_SECOND_FACTOR="0")


@pytest.fixture
def device(new_context, portal) -> Iterator[Device]:
    """Opens the browser of another device; of `user` it is signed in already. None of them may misbehave."""
    faults: list[str] = []

    def open_one(user: User | None = None) -> Page:
        context = new_context()
        context.set_default_timeout(10_000)
        watch(context, portal.url, faults)
        if user:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal.url}])
        return context.new_page()

    yield open_one
    assert faults == []
