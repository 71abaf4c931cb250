import pytest
from django.http import QueryDict

from galaxy.search import models
from galaxy.search.counting import count
from galaxy.search.filters import SearchFilter
from tests.search.entries import make_entry, solution_type, titles

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

    assert set(titles(address)) == expected


def test_rows_of_the_index_name_themselves():
    document = make_entry("A school")
    mark = "7f1f8e0a-0000-4000-8000-000000000001"
    rows = [
        (document, "A school"),
        (models.IndexRequest(content_type=solution_type(), object_id=7), f"{solution_type().pk}:7"),
        (models.IndexVersion(mark=mark), mark),
        (models.Change(document_id=7), "7"),
        (models.Segment(pk=2, size=300), "2: 300"),
        (models.SegmentColumn(name="ids"), "ids"),
        (models.Posting(key="en:school"), "en:school"),
        (models.Embedding(document=document, model="use"), f"{document.pk} use"),
        (models.EmbedRequest(document=document), str(document.pk)),
        (models.Related(document_id=7, other_id=8), "7 8"),
        (models.Term(word="school"), "school"),
        (models.TermList(mark=mark), mark),
        (models.LoggedQuery(words="school meals"), "school meals"),
    ]

    assert [str(row) for row, _name in rows] == [name for _row, name in rows]


def test_of_many_organizations_those_that_occur_most_are_named_and_those_chosen():
    for number in range(1, 31):
        make_entry("School", f"organization:{number}")
    make_entry("School", "organization:30")

    counted = count(SearchFilter(QueryDict("organization=29"))).values["organization"]

    assert counted["30"] == 2
    assert counted["29"] == 1
    assert len(counted) == 25
