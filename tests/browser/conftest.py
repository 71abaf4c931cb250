from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.browser.gallery import Gallery
from tests.committed import empty_tables
from tests.live_portal import LivePortal


@pytest.fixture(scope="module")
def gallery(portal_processes: LivePortal, django_db_blocker: Any) -> Iterator[Gallery]:
    """Made once for all tests of a file; taken away afterwards."""
    portal_processes.heal()
    with django_db_blocker.unblock():
        yield Gallery()
        portal_processes.settle()
        empty_tables(connection)
        connection.close()
