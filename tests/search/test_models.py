import pytest

from galaxy.search.adapters import get_adapter
from galaxy.search.models import IndexRequest, IndexVersion
from solutions.models import Solution
from tests.search.entries import make_entry, solution_type

pytestmark = pytest.mark.django_db


def test_rows_of_the_index_name_themselves():
    document = make_entry("A school")
    request = IndexRequest.objects.create(content_type=solution_type(), object_id=7)
    version = IndexVersion(mark="7f1f8e0a-0000-4000-8000-000000000001")

    assert str(document) == "A school"
    assert str(request) == f"{solution_type().pk}:7"
    assert str(version) == "7f1f8e0a-0000-4000-8000-000000000001"
    assert get_adapter(Solution).kind == "solution"
