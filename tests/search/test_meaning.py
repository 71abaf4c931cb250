"""Finding by meaning. Each test says what holds with a model and what without one; the suite runs both ways."""

import uuid

import numpy as np
import pytest
from django.http import QueryDict

from galaxy.ml.embedding import get_embedder
from galaxy.search import meaning, services, tasks
from galaxy.search.indexing import index_item
from galaxy.search.models import Document, Embedding, EmbedRequest
from galaxy.search.ranking import woven
from tests.factories import make_solution
from tests.search.entries import make_entry, search, titles

pytestmark = pytest.mark.django_db

SCHOOL = "Meals from local farms for the children of village schools"
WATER = "Drinking water for the families of the dry north"


@pytest.fixture
def has_model() -> bool:
    return get_embedder() is not None


def embedded(*documents: Document) -> None:
    meaning.ask([document.pk for document in documents])
    tasks.embed_waiting()


def test_a_question_in_another_language_finds_what_it_means(has_model):
    embedded(make_entry(SCHOOL), make_entry(WATER))

    results = search("q=niños que comen en su escuela lo que cosecha el pueblo")

    assert [entry["title"] for entry in results.entries] == ([SCHOOL] if has_model else [])
    assert all(entry["by_meaning"] for entry in results.entries)


def test_meaning_can_be_switched_off(has_model):
    embedded(make_entry(SCHOOL), make_entry(WATER))
    question = "q=niños que comen en su escuela lo que cosecha el pueblo"

    with_meaning, without = search(question), search(f"{question}&meaning=off")

    assert with_meaning.means
    assert "meaning=off" in with_meaning.switch_url or not has_model
    assert (without.total, without.means) == (0, False)
    assert "meaning" not in without.switch_url


def test_what_has_the_words_comes_first_and_is_not_said_to_be_found_by_meaning():
    embedded(make_entry(WATER), make_entry("Wells and pumps in the villages of the dry north", summary="Clean water"))

    entries = search("q=drinking water").entries

    assert entries[0]["title"] == "<mark>Drinking</mark> <mark>water</mark> for the families of the dry north"
    assert not entries[0]["by_meaning"]


def test_a_phrase_is_never_met_by_meaning():
    embedded(make_entry(SCHOOL), make_entry(WATER))

    assert titles('q="food for pupils at their schools"') == []


def test_what_must_not_be_there_is_not_met_by_meaning():
    embedded(make_entry(SCHOOL), make_entry(WATER))

    assert titles("q=comida para los niños de la escuela -village") == []


def test_filters_and_their_counts_hold_for_what_is_found_by_meaning(has_model):
    embedded(make_entry(SCHOOL, "goal:2"), make_entry(WATER, "goal:6"))
    question = "q=niños que comen en su escuela lo que cosecha el pueblo"

    assert search(f"{question}&goal=2").total == int(has_model)
    assert search(f"{question}&goal=6").total == 0


def test_a_vector_is_made_once_and_again_when_the_text_changes(has_model):
    document = make_entry(SCHOOL)
    embedded(document)
    first = dict(Embedding.objects.values_list("pk", "digest"))
    embedded(document)
    same = dict(Embedding.objects.values_list("pk", "digest"))
    document.title = WATER
    document.save()
    embedded(document)

    assert same == first
    assert len(first) == int(has_model)
    assert set(Embedding.objects.values_list("digest", flat=True)) & set(first.values()) == set()
    assert EmbedRequest.objects.exists() != has_model


def test_who_asks_again_meanwhile_is_answered_again(has_model):
    document = make_entry(SCHOOL)
    meaning.ask([document.pk])
    asked = dict(EmbedRequest.objects.values_list("pk", "stamp"))
    EmbedRequest.objects.update(stamp=uuid.uuid4())

    meaning._forget(asked)

    assert EmbedRequest.objects.count() == 1


def test_publishing_asks_for_a_vector_and_withdrawal_takes_it_away():
    solution = make_solution(published=True)
    tasks.embed_waiting()
    made = Embedding.objects.count()

    services.remove(solution)

    assert Embedding.objects.count() < max(made, 1)
    assert not EmbedRequest.objects.filter(document__object_id=solution.pk, document__kind="solution").exists()


def test_the_task_that_answers_a_request_asks_for_vectors_after_it():
    solution = make_solution(published=True)
    request = services.refresh(solution)

    assert tasks.index_item(request.pk)
    assert not tasks.index_item(request.pk)
    assert EmbedRequest.objects.filter(document__object_id=solution.pk, document__kind="solution").exists()


def test_a_draft_has_no_vector():
    draft = make_solution(published=False)

    index_item(type(draft), draft.pk)

    assert not EmbedRequest.objects.filter(document__object_id=draft.pk, document__kind="solution").exists()


def test_a_short_vector_is_padded_without_changing_its_cosines():
    short = np.array([0.6, 0.8], np.float32)

    padded = meaning.padded(short)

    assert len(padded) == 512
    assert float(padded @ padded) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("own", "foreign", "number", "order"),
    [
        ([1, 2, 3, 4, 5], [91, 92], 7, [1, 2, 3, 91, 4, 5, 92]),
        ([1], [91, 92, 93], 4, [1, 91, 92, 93]),
        ([1, 2, 3], [], 2, [1, 2]),
        ([], [], 5, []),
    ],
)
def test_other_languages_stand_at_their_places(own, foreign, number, order):
    assert woven(own, foreign, number) == order


@pytest.mark.parametrize(
    "typed", ["\x00", "\u202eloohcs", "a" * 100_000, "школа " * 500, "Schule für alle Kinder im Dorf", "the of and"]
)
def test_hostile_words_are_answered(typed):
    embedded(make_entry(SCHOOL))

    address = QueryDict(mutable=True)
    address["q"] = typed

    assert search(address.urlencode()).total in {0, 1}
