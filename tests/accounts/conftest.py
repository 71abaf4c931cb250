from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("committed_db" if "committed_db" in request.fixturenames else "db")
    cache.clear()


@pytest.fixture
def clock() -> Iterator[Any]:
    """Time that only moves when a test shifts it."""
    with time_machine.travel("2026-11-02 09:00:00+00:00", tick=False) as traveller:
        yield traveller
