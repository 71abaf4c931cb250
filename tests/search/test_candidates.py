"""What may be the same as a text that is not public. Each test says what holds with a model and what without one."""

import random

import pytest
from django.db import connection

from galaxy.ml.embedding import Embedder, get_embedder
from galaxy.search import copies, meaning, tasks
from galaxy.search.adapters import Entry
from galaxy.search.candidates import Why, candidates
from galaxy.search.database import Late, time_limit
from galaxy.search.models import Document, Embedding, EmbedRequest
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

WELLS = (
    "Village committees repair hand pumps and keep the wells clean so that safe drinking water reaches three hundred "
    "villages in the dry north of the country, where women used to walk for two hours to fetch it from the river. "
    "Each committee has a chair, a treasurer and two mechanics, who are trained by the district and paid by the users."
)
PUITS = (
    "Des comités villageois réparent les pompes manuelles et entretiennent les puits pour que l’eau potable atteigne "
    "trois cents villages du nord aride du pays, où les femmes marchaient deux heures pour la chercher à la rivière. "
    "Chaque comité a un président, un trésorier et deux mécaniciens, formés par le district et payés par les usagers."
)
TAX = "The tax office registers ships at sea by telephone, and owners pay their fees in the port where they land."


@pytest.fixture
def embedder() -> Embedder | None:
    return get_embedder()


def public(text: str, *facets: str, **fields: str) -> Document:
    document = make_entry("Clean wells", *facets, summary=text, **fields)
    meaning.ask([document.pk])
    tasks.embed_waiting()
    return document


def draft(text: str, *facets: str, title: str = "Wells", language: str = "en") -> Entry:
    return Entry(title, text, language, None, facets=list(facets))


def found(entry: Entry, embedder: Embedder | None) -> list[tuple[int, Why]]:
    return [(each.object_id, each.why) for each in candidates(entry, "solution", embedder=embedder)]


def test_an_edited_copy_and_half_of_a_text_are_found(embedder):
    other = public(WELLS)
    public(TAX)
    edited = copies.edited(WELLS, TAX, random.Random(1))

    assert found(draft(edited), embedder) == [(other.object_id, Why.WORDS)]
    assert found(draft(copies.half(WELLS)), embedder) == [(other.object_id, Why.WORDS)]
    assert found(draft("Nurses screen newborns for hearing loss in the clinics of the county."), embedder) == []


def test_a_translation_of_the_same_country_is_found_by_meaning(embedder):
    other = public(WELLS, "country:KEN")
    entry = draft(PUITS, "country:KEN", title="Des puits propres", language="fr")

    assert found(entry, embedder) == ([(other.object_id, Why.TRANSLATION)] if embedder else [])


def test_it_is_not_compared_with_itself_and_its_quotation_marks_are_no_commands(embedder):
    other = public(WELLS)
    entry = draft(f'"Clean wells" -water {WELLS}')

    assert found(entry, embedder) == [(other.object_id, Why.WORDS)]
    assert candidates(entry, "solution", without=[other.object_id], embedder=embedder) == []


def test_nothing_of_the_draft_is_kept(embedder):
    public(WELLS)
    before = (Document.objects.count(), Embedding.objects.count(), EmbedRequest.objects.count())

    candidates(draft(WELLS), "solution", embedder=embedder)

    assert (Document.objects.count(), Embedding.objects.count(), EmbedRequest.objects.count()) == before


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_the_same_statements_for_any_number(embedder, count, django_assert_num_queries):
    for _ in range(count):
        public(WELLS)
    candidates(draft(WELLS), "solution", embedder=embedder)  # the first one reads what changed

    with django_assert_num_queries(2 + bool(embedder)):  # postings, documents; what is near in meaning
        assert len(candidates(draft(WELLS), "solution", embedder=embedder)) == count


@pytest.mark.parametrize("text", ["", "\x00", "a" * 100_000, "水" * 3_000, "🙂 -", "-school"])
def test_any_text_is_answered(embedder, text):
    public(WELLS)

    assert candidates(draft(text, title=""), "solution", embedder=embedder) == []


def test_what_takes_too_long_is_given_up_and_the_rest_of_the_request_goes_on():
    with pytest.raises(Late), time_limit(20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")

    with time_limit(20):
        assert Document.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.1)")
