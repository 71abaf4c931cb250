import time

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from galaxy.moderation import services as moderation
from galaxy.search import tasks, version
from galaxy.search.corrections import corrections, distance
from galaxy.search.filters import SearchFilter
from galaxy.search.models import Term
from tests.factories import make_moderator, make_organization, make_solution
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def learn():
    version.advance()
    tasks.rebuild_terms()


def meant(typed, address="", found=0, **preset):
    parameters = QueryDict(address, mutable=True)
    parameters["q"] = typed
    correction = corrections(SearchFilter(parameters, preset), found)
    return correction and correction.words


@pytest.mark.parametrize(
    ("title", "language", "typed", "words"),
    [
        ("Health clinics", "en", "haelth", "health"),
        ("Health clinics", "en", "Helth clincs", "health clinics"),
        ("Health clinics", "en", "health clinicks", "health clinics"),
        ("Education for all", "en", "EDUCATOIN", "education"),
        ("Écoles rurales", "fr", "ecolles", "écoles"),
        ("Educación rural", "es", "edukacion", "educación"),
        ("Сельское здравоохранение", "ru", "здравохранение", "здравоохранение"),
        ("التعاون الثلاثي", "ar", "التعون", "التعاون"),
        ("Agricultura familiar", "pt", "agriculutra", "agricultura"),
    ],
)
def test_a_misspelled_word_is_met_by_one_of_the_index(title, language, typed, words):
    make_entry(title, language=language)
    learn()

    assert meant(typed) == words


@pytest.mark.parametrize(
    "typed", ["health", "HEALTH", "zzzzzzz", "hea", "健康", "", "123456", "the", "-haelth", '" "', "health health"]
)
def test_what_is_known_far_away_or_short_is_left_alone(typed):
    make_entry("Health clinics")
    learn()

    assert meant(typed) is None


def test_nothing_is_proposed_that_finds_nothing():
    make_entry("Health clinics", "goal:3")
    make_entry("Schools", "goal:4")
    learn()

    assert meant("haelth", "goal=4") is None
    assert meant("haelth", "goal=3") == "health"
    assert meant("haelth", goal=["4"]) is None


def test_what_finds_no_more_is_not_proposed():
    make_entry("Health clinics")
    learn()

    assert meant("haelth", found=1) is None


def test_many_results_ask_no_question(django_assert_num_queries):
    make_entry("Health clinics")
    learn()

    with django_assert_num_queries(0):
        assert meant("haelth", found=3) is None


def test_a_proposal_keeps_the_filters_and_tells_its_number():
    make_entry("Health clinics", "goal:3")
    learn()

    correction = corrections(SearchFilter(QueryDict("q=haelth&goal=3&page=2")))

    assert (correction.url, correction.count) == ("?q=health&goal=3", 1)


def test_the_language_of_the_page_and_the_more_common_word_come_first():
    for title, language in [("casas", "es"), ("cases", "en"), ("cases", "en"), ("caser", "en")]:
        make_entry(title, language=language)
    learn()

    assert meant("casex") == "cases"
    with override("es"):
        assert meant("casax") == "casas"


def test_words_of_drafts_and_of_what_was_withdrawn_are_never_proposed():
    organization = make_organization(published=True)
    make_solution(organization=organization, title="Zebrafish hidden")
    shown = make_solution(published=True, organization=organization, title="Giraffe shown")
    learn()

    assert (meant("zebrafisch"), meant("girafe")) == (None, "giraffe")

    moderation.withdraw(shown, by=make_moderator(), note="Asked by the owner.")

    assert meant("girafe") is None
    learn()
    assert not Term.objects.filter(key="giraffe").exists()


def test_terms_are_read_again_only_after_a_change_of_the_index():
    make_entry("Health clinics")
    learn()

    assert tasks.rebuild_terms() == 0
    version.advance()
    assert tasks.rebuild_terms() == 2


@pytest.mark.parametrize(
    "typed",
    [
        "e" + "\u0301" * 300,
        "a\0bcdef",
        "x" * 50_000,
        "haelth " * 500,
        "\u202ehaelth\u202c",
        "haelth' OR 1=1",
        "\\haelth",
        "&|!:*",
    ],
)
def test_odd_words_are_borne_and_quickly(typed):
    make_entry("Health clinics")
    learn()
    begun = time.process_time()

    meant(typed)

    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "", 0), ("a", "", 1), ("haelth", "health", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abc", "abc", 0)],
)
def test_distance_counts_letters(one, other, steps):
    assert distance(one, other) == distance(other, one) == steps


def test_the_page_asks_and_links(client):
    make_entry("Health clinics", "goal:3")
    learn()

    page = client.get(reverse("portal:search"), {"q": "haelth", "goal": "3"}).content.decode()

    assert "Did you mean:" in page
    assert 'href="?q=health&amp;goal=3"' in page


def test_the_page_links_what_the_words_name(client):
    page = client.get(reverse("portal:search"), {"q": "ODD 3"}).content.decode()

    assert 'href="/en/goals/3/">Go to Goal 3: Good health and well-being</a>' in page


def test_signs_that_stand_for_several_words_are_no_words_to_spell():
    make_entry("ﷺﷺﷺﷺ schools")
    learn()

    assert [term.word for term in Term.objects.all()] == ["schools"]
