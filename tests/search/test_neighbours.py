"""What stands beside a record. Each test says what holds with a model and what without one."""

import pytest
from django.contrib.contenttypes.models import ContentType

from galaxy.ml.embedding import get_embedder
from galaxy.search import meaning, neighbours, tasks
from galaxy.search.models import Document, Related
from solutions.models import Solution
from tests.factories import make_solution
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

MEALS = "School meals from local farms for children of villages"


@pytest.fixture
def has_model() -> bool:
    return get_embedder() is not None


def embedded(*documents: Document) -> None:
    meaning.ask([document.pk for document in documents])
    tasks.embed_waiting()


def meal(number: int, organization: str = "", *facets: str) -> Document:
    document = make_entry(f"{MEALS}, {number}", *facets)
    document.card["organization"] = organization or f"Ministry {number}"
    document.save()
    return document


def beside(document: Document) -> list[str]:
    found = Document.objects.annotate(near_rows=neighbours.rows_of(Solution, "object_id")).get(pk=document.pk)
    return [row["title"] for row in neighbours.nearest(found.near_rows)]


def test_what_is_close_in_meaning_stands_beside_it_in_both_directions(has_model):
    first, second, far = meal(1), meal(2), make_entry("Tax law for ships at sea")
    embedded(first, second, far)

    assert beside(first) == ([second.title] if has_model else [])
    assert beside(second) == ([first.title] if has_model else [])
    assert beside(far) == []


def test_a_later_one_is_found_beside_the_earlier(has_model):
    first = meal(1)
    embedded(first)
    second = meal(2)
    embedded(second)

    assert beside(first) == ([second.title] if has_model else [])


def test_what_is_shared_counts_and_is_told(has_model):
    first = meal(1, "", "goal:2", "theme:health", "year:2019")
    same = meal(1, "Other", "goal:2", "theme:health", "year:2019")
    embedded(first, same)

    rows = Related.objects.filter(document=first).values_list("score", "reasons")

    assert [(round(score, 1), reasons) for score, reasons in rows] == (
        [(1.1, ["goal:2", "theme:health"])] if has_model else []
    )


def test_each_organization_has_one_at_first(has_model):
    asked = meal(0)
    same = [meal(number, "Ministry") for number in range(1, 9)]
    other = meal(9, "Bank")
    embedded(asked, *same, other)

    shown = beside(asked)

    assert len(shown) == (9 if has_model else 0)
    assert (other.title in shown[:2]) == has_model
    assert Related.objects.filter(document=asked).count() == (9 if has_model else 0)


def test_no_more_are_kept_than_needed(has_model):
    documents = [meal(number) for number in range(neighbours.KEPT + 3)]
    embedded(*documents)

    assert Related.objects.filter(document=documents[0]).count() == (neighbours.KEPT if has_model else 0)


def test_one_that_is_gone_vanishes_at_once():
    first, second = meal(1), meal(2)
    embedded(first, second)

    second.delete()

    assert beside(first) == []


def test_one_that_tells_of_something_else_now_is_beside_it_no_more():
    first, second = meal(1), meal(2)
    embedded(first, second)

    second.title = "Tax law for ships at sea"
    second.save()
    embedded(second)

    assert (beside(first), beside(second)) == ([], [])


def test_the_page_of_a_solution_tells_why(client, has_model):
    first = make_solution(published=True, title=MEALS, gives=["KEN"], receives=["UGA"])
    second = make_solution(published=True, title=f"{MEALS} again", gives=["KEN"], receives=["TON"])
    kind = ContentType.objects.get_for_model(Solution)
    embedded(*Document.objects.filter(content_type=kind, object_id__in=[first.pk, second.pk]))

    related = client.get(first.get_absolute_url()).context["related"]

    close = "Close in meaning · " if has_model else ""
    assert [(each["title"], each["reason"]) for each in related] == [
        (second.title, f"{close}In common: Goal 3; Health; Kenya")
    ]


def test_where_the_model_is_switched_off_nothing_is_close(settings):
    first, second = meal(1), meal(2)
    embedded(first, second)
    settings.EMBEDDER = "none"
    get_embedder()  # as a process does when it starts

    assert beside(first) == []
