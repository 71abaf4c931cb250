"""Who works on what is searched for. It takes no statement of its own: see test_results.py."""

import pytest

from galaxy.ml.embedding import get_embedder
from galaxy.search import meaning, tasks
from galaxy.search.indexing import index_item
from galaxy.search.models import Document
from tests.factories import make_organization
from tests.search.entries import make_entry, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def hills():
    """Two practices of the Hills and one of the Coast, all on schools."""
    hills, coast = (make_organization(published=True, name=name) for name in ("Hills", "Coast"))
    for owner in (hills, hills, coast):
        make_entry("School meals", "theme:education-skills", "goal:4", f"organization:{owner.pk}")
    return hills


def told(address: str, **preset) -> list[tuple[str, str]]:
    return [(each["title"], each["reason"]) for each in search(address, **preset).working]


@pytest.mark.parametrize(
    ("address", "preset"), [("q=school", {}), ("goal=4", {}), ("", {"theme": ["education-skills"]})]
)
def test_who_has_most_of_the_results_comes_first(hills, address, preset):
    assert told(address, **preset) == [("Hills", "2 of these results"), ("Coast", "1 of these results")]
    assert search(address, **preset).working[0]["url"] == hills.get_absolute_url()


def test_a_goal_that_the_organization_works_for_is_told(hills):
    hills.goals.set([4, 6])
    reindexed(hills)

    assert told("q=school")[0] == ("Hills", "2 of these results · In common: Goal 4")


@pytest.mark.parametrize("address", ["", "sort=title", "organization=1"])
def test_where_there_is_no_topic_nobody_is_named(hills, address):
    assert told(address, kind=["solution"]) == []


def test_what_only_comes_near_says_nothing_of_who_works_on_it(hills):
    meaning.ask(Document.objects.values_list("pk", flat=True))
    tasks.embed_waiting()
    question = "q=niños que comen en la escuela lo que cosecha el pueblo"

    assert search(question).total == (3 if get_embedder() else 0)
    assert told(question) == []


def test_who_is_far_behind_is_left_out(hills):
    for _ in range(3):
        make_entry("School meals", f"organization:{hills.pk}")

    assert [title for title, _reason in told("q=school")] == ["Hills"]


def reindexed(organization) -> None:
    index_item(type(organization), organization.pk)
