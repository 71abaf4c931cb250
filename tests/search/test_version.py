import pytest
from django.db import connection

from galaxy.search import version
from galaxy.search.models import IndexRequest
from tests.search.entries import solution_type


@pytest.fixture
def watch():
    watch = version.Watch()
    yield watch
    for each in (watch, version.watch):
        each.close()


def test_a_connection_of_its_own_reads_what_is_committed(committed_db, watch):
    assert watch.read() is None
    version.advance()
    assert watch.read() == (version.current(), 0)
    request = IndexRequest.objects.create(content_type=solution_type(), object_id=1)

    assert watch.read() == version.with_waiting() == (version.current(), request.pk)


def test_it_comes_back_when_the_database_does(committed_db, watch, monkeypatch):
    version.advance()
    mark = watch.read()
    watch.connection.close()

    assert watch.read() is None
    assert watch.read() == mark
    watch.close()
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        assert watch.read() is None
    assert watch.read() == mark


def test_inside_a_transaction_it_is_as_that_sees_it(db):
    version.advance()

    assert version.with_waiting() == (version.current(), 0)
