import pytest
from django.urls import reverse
from django.utils.translation import override

from galaxy.core.pace import Pace
from galaxy.portal.views import suggest
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


PART = {"HX-Request": "true"}


def read(client, typed, **headers):
    return client.get(reverse("portal:suggest"), {"q": typed}, headers=headers)


def test_a_script_gets_options_and_their_number(client):
    make_entry("Village clinics")

    answer = read(client, "village", **PART)
    part = answer.content.decode()

    assert "<html" not in part
    assert 'data-tally="1 suggestion. Up and down arrows choose, Enter opens."' in part
    assert part.count('role="option"') == 1
    assert "HX-Request" in answer["Vary"]


def test_without_script_it_is_a_page_with_links(client):
    make_entry("Village clinics")

    page = read(client, "vil").content.decode()

    assert "<h1>Names and titles that begin with “vil”</h1>" in page
    assert ">Village clinics</a>" in page
    assert 'href="/en/search/?q=vil"' in page
    assert "noindex" in page


def test_nothing_found_and_nothing_asked_are_told(client):
    assert "No Goal, theme, country, organization or title begins so." in read(client, "zzzz").content.decode()
    assert "Write at least two letters of a name or title." in read(client, "").content.decode()
    assert 'data-tally="No suggestions."' in read(client, "zzzz", **PART).content.decode()


def test_the_search_box_of_home_and_search_knows_where_to_ask(client):
    for name in ("portal:home", "portal:search", "portal:solutions"):
        assert 'data-suggest="/en/search/suggest/"' in client.get(reverse(name)).content.decode()


def test_an_answer_takes_one_statement(client, django_assert_num_queries):
    make_entry("Village clinics")
    read(client, "vil", **PART)

    with django_assert_num_queries(1):
        read(client, "vi", **PART)


def test_too_many_questions_of_one_client_are_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(suggest, "pace", Pace(limit=2, seconds=60))

    assert [read(client, "ken", **PART).status_code for _ in range(3)] == [200, 200, 429]


def test_markup_is_shown_as_text(client):
    make_entry("<b>Bold</b> clinics")

    page = read(client, "bold").content.decode() + read(client, "<script>alert(1)</script>").content.decode()

    assert "&lt;b&gt;Bold" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("typed", ["e" + "\u0301" * 300, "x" * 4_000, "\u202eken\u202c", "\\'; DROP TABLE x", "\ud7ff"])
@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_odd_input_is_answered_in_every_language(client, typed, language):
    assert client.get(f"/{language}/search/suggest/", {"q": typed}).status_code == 200


def test_a_null_is_refused(client):
    assert client.get("/en/search/suggest/?q=%00").status_code == 400
