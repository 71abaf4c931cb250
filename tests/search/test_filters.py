import pytest
from django.http import QueryDict

from galaxy.search.adapters import get_adapter
from galaxy.search.filters import SearchFilter
from galaxy.search.models import IndexRequest, IndexVersion
from solutions.models import Solution
from tests.search.entries import make_entry, solution_type

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", {"A school", "A well", "An old school"}),
        ("q=school", {"A school", "An old school"}),
        ("q=school&since=2010", {"A school"}),
        ("until=2010&goal=4", {"An old school"}),
        ("goal=6&goal=99&since=soon", {"A well"}),
    ],
)
def test_an_address_narrows_the_index(address, expected):
    make_entry("A school", "goal:4", year=2019)
    make_entry("An old school", "goal:4", year=2001)
    make_entry("A well", "goal:6", year=2019)

    found = SearchFilter(QueryDict(address)).qs

    assert {document.title for document in found} == expected


def test_rows_of_the_index_name_themselves():
    document = make_entry("A school")
    request = IndexRequest.objects.create(content_type=solution_type(), object_id=7)
    version = IndexVersion(mark="7f1f8e0a-0000-4000-8000-000000000001")

    assert str(document) == "A school"
    assert str(request) == f"{solution_type().pk}:7"
    assert str(version) == "7f1f8e0a-0000-4000-8000-000000000001"
    assert get_adapter(Solution).kind == "solution"
