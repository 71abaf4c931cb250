"""Totals and counts against counting by hand, over random documents and random filters."""

import random
from collections import Counter

import pytest
from django.http import QueryDict
from django.utils import timezone

from galaxy.moderation import services
from galaxy.search import segments
from galaxy.search.counting import count
from galaxy.search.filters import SearchFilter
from galaxy.search.models import Document
from galaxy.taxonomy.labels import vocabulary
from tests.factories import make_solution
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

OFFERED = {
    "goal": ["1", "2", "3"],
    "region": ["africa", "arab-states"],
    "country": ["KEN", "UGA", "NPL", "FRA"],
    "status": ["ongoing", "completed"],
    "group": ["ldc", "g77", "las"],
}
WORDS = ["water", "school", "health"]


@pytest.mark.parametrize("seed", range(8))
def test_counts_are_those_of_counting_by_hand(seed):
    rng = random.Random(seed)
    make_solution(title="A draft about water", goals=[1])
    for _ in range(4):
        something_happens(rng)
        for _ in range(5):
            chosen = {name: rng.sample(values, rng.randrange(1, len(values))) for name, values in OFFERED.items()}
            chosen = {name: values for name, values in chosen.items() if rng.random() < 0.4}
            words, unwanted = rng.sample(WORDS, rng.randrange(2)), rng.sample(WORDS, rng.randrange(2))
            address = QueryDict(mutable=True)
            address["q"] = " ".join([*words, *(f"-{word}" for word in unwanted)])
            for name, values in chosen.items():
                address.setlist(name, values)

            counts = count(SearchFilter(address))

            documents = [each for each in Document.objects.all() if has_words(each, words, unwanted)]
            assert counts.total == len([each for each in documents if missed(each, chosen) == set()])
            for name in OFFERED:
                expected = by_hand([each for each in documents if missed(each, chosen) <= {name}], name)
                assert +counts.values[name] == expected, (name, address)


def something_happens(rng: random.Random) -> None:
    """Documents come, change and go; now and then the changes become a segment, and segments become one."""
    for _ in range(rng.randrange(5, 20)):
        some_document(rng)
    for document in rng.sample(list(Document.objects.all()), 4):
        if rng.random() < 0.5:
            document.facets = [*document.facets, f"goal:{rng.choice(OFFERED['goal'])}"]
            document.facets = sorted(set(document.facets))
            document.save(update_fields=["facets"])
            segments.note_changes([document.pk])
        else:
            key = document.pk
            document.delete()
            segments.note_changes([key])
    rng.choice([segments.fold, segments.fold, segments.merge, segments.rebuild, list])()


def has_words(document: Document, words: list[str], unwanted: list[str]) -> bool:
    found = not words or any(word in document.title for word in words)
    return found and not any(word in document.title for word in unwanted)


def some_document(rng: random.Random) -> None:
    facets = {
        f"{name}:{value}"
        for name, values in OFFERED.items()
        if name != "group"
        for value in rng.sample(values, rng.randrange(0, len(values)))
    }
    if rng.random() < 0.2:
        facets.add("eligible_group:ldc")
    make_entry(" ".join(rng.sample(WORDS, rng.randrange(1, 3))), *sorted(facets))


def group_facets() -> list[tuple[str, str]]:
    held = vocabulary().held_on(timezone.now().date())
    return [*((f"country:{country}", group) for country, group in held), ("eligible_group:ldc", "ldc")]


def has(document: Document, name: str, value: str) -> bool:
    if name == "group":
        return any(facet in document.facets for facet, code in group_facets() if code == value)
    return f"{name}:{value}" in document.facets


def missed(document: Document, chosen: dict[str, list[str]]) -> set[str]:
    return {name for name, values in chosen.items() if not any(has(document, name, value) for value in values)}


def by_hand(documents: list[Document], name: str) -> Counter[str]:
    values = [code for _facet, code in group_facets()] if name == "group" else OFFERED[name]
    return +Counter({value: sum(has(document, name, value) for document in documents) for value in set(values)})


def test_counts_are_kept_until_the_index_changes(django_assert_num_queries):
    make_solution(published=True)
    first = count(SearchFilter(QueryDict("kind=solution")))

    with django_assert_num_queries(1):
        kept = count(SearchFilter(QueryDict("kind=solution")))
    make_solution(published=True)
    fresh = count(SearchFilter(QueryDict("kind=solution")))

    assert (first.total, kept.total, fresh.total) == (1, 1, 2)


def test_a_withdrawn_record_leaves_counts_that_were_kept():
    solution = make_solution(published=True)
    count(SearchFilter(QueryDict("kind=solution")))

    services.withdraw(solution, by=solution.author, note="Out of date.")

    assert count(SearchFilter(QueryDict("kind=solution"))).total == 0
