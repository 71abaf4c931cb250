"""What was used last is kept, up to so many bytes; and postings that were kept say nothing that is no longer so."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from galaxy.search import segments
from galaxy.search.counting import count
from galaxy.search.filters import SearchFilter
from galaxy.search.indexing import remove_entry
from galaxy.search.lately import Lately
from galaxy.search.models import Document
from tests.search.entries import make_entry


def test_what_was_not_asked_for_the_longest_goes_first():
    lately: Lately[str] = Lately(100)
    for key in "abcd":
        lately.put(key, key.upper(), 25)
    lately.get("a")

    lately.put("e", "E", 25)

    assert [lately.get(key) for key in "abcde"] == ["A", None, "C", "D", "E"]
    assert lately.size == 100


def test_what_is_cleared_is_gone():
    lately: Lately[str] = Lately(100)
    lately.put("a", "A", 25)

    lately.clear()

    assert (lately.get("a"), lately.size) == (None, 0)


def test_what_is_large_is_not_kept():
    lately: Lately[str] = Lately(100)

    lately.put("a", "A", 26)

    assert lately.get("a") is None
    assert lately.size == 0


@pytest.mark.django_db
def test_a_second_search_reads_the_mark_alone():
    make_entry(title="Wells")
    segments.rebuild()
    total = count(SearchFilter(QueryDict("q=wells&meaning=off"))).total

    with CaptureQueriesContext(connection) as captured:
        again = count(SearchFilter(QueryDict("q=wells&meaning=off"))).total

    assert (total, again) == (1, 1)
    assert [query["sql"] for query in captured] == ["SELECT mark FROM search_indexversion"]


@pytest.mark.django_db
def test_what_is_withdrawn_is_gone_from_the_next_search_though_its_postings_are_kept():
    make_entry(title="Wells")
    segments.rebuild()
    search = SearchFilter(QueryDict("q=wells"))
    assert count(search).total == 1

    document = Document.objects.get()
    remove_entry(document.content_type.model_class(), document.object_id)

    assert count(search).total == 0
