"""Two requests at the same time, on committed rows."""

import threading
import uuid

from django.db import connection

from solutions import services
from solutions.models import Solution
from tests.factories import make_organization, make_user


def test_two_requests_at_once_make_one_draft(committed_db):
    author = make_user()
    ministry = make_organization(owner=author)
    key, found, gate = uuid.uuid4(), [], threading.Barrier(2)

    def create() -> None:
        gate.wait()
        try:
            values = {"title": "Nurses", "organization": str(ministry.pk)}
            found.append(services.create_draft(values, by=author, key=key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=create) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found)), Solution.objects.count()) == (2, 1, 1)
