import pytest
import time_machine
from django.utils import translation

from galaxy.search import entries
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Country
from tests.search.entries import make_entry, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited_names():
    """Names that a test edits are forgotten with it."""
    yield
    vocabulary.cache_clear()


def html(address=""):
    return [entry["html"] for entry in search(address).entries]


def change(document, **card):
    document.card = {**document.card, **card}
    document.save()


def test_a_card_is_rendered_once_and_marked_for_each_search(monkeypatch):
    make_entry("School & meals", "goal:3", summary="Meals in a school.")
    first = html("q=school")
    monkeypatch.setattr(entries, "render_to_string", None)  # would fail

    assert "<mark>School</mark> &amp; meals" in first[0]
    assert "School &amp; <mark>meals</mark>" in html("q=meals")[0]
    assert html("q=school") == first


def test_a_card_is_never_that_of_an_older_record():
    document = make_entry("A school")
    assert "Ministry" in html()[0]

    change(document, organization="School board")

    assert "School board" in html()[0]
    assert "Ministry" not in html()[0]


def test_two_records_that_say_the_same_keep_their_own_title_and_text():
    for title in ("One", "Other"):
        document = make_entry(title, summary=f"Text of {title}.")
        change(document, path=["solutions:detail", "ssg-s-000001", "slug"])

    found = html()

    assert [title in card for card, title in zip(found, ("Other", "One"), strict=True)] == [True, True]
    assert "Text of One." in found[1]


def test_each_language_has_its_cards():
    change(make_entry("A school"), gives=["CIV"], receives=["UGA"])
    english = html()[0]

    with translation.override("fr"):
        french = html()[0]

    assert "Good practice" in english
    assert "Good practice" not in french
    assert html()[0] == english


def test_a_card_has_the_names_of_today(edited_names):
    change(make_entry("A school"), gives=["KEN"], receives=["UGA"])
    assert "Kenya" in html()[0]
    Country.objects.filter(pk="KEN").update(name_en="Kenia")

    vocabulary.cache_clear()

    assert "Kenia" in html()[0]


def test_a_card_says_what_its_record_says_of_checks():
    document = make_entry("A school")
    change(document, checked="2026-01-10")
    assert "Checked January 2026" in html()[0]

    change(document, checked="2026-01-10", stale_since="2026-01-10")

    assert "Checked January 2026" not in html()[0]


def test_a_new_day_has_new_cards(monkeypatch):
    make_entry("A school")
    with time_machine.travel("2026-03-01"):
        html()
    rendered = []
    monkeypatch.setattr(entries, "render_to_string", lambda *args: rendered.append(args) or "")

    with time_machine.travel("2026-03-02"):
        html()
        html()

    assert len(rendered) == 1


def test_what_was_found_by_meaning_says_so_on_the_same_card():
    document = make_entry("A school")
    row = entries.read([document.pk], [], "")[0]
    terms = vocabulary("en")

    plain, near = (entries.html(row, terms, entries.entry(row, terms, by_meaning=near)) for near in (False, True))

    assert "Matched by meaning" not in plain
    assert "Matched by meaning" in near


def test_a_text_cannot_forge_a_place_of_a_card():
    make_entry(f"A {entries.SNIPPET}school{entries.TITLE}", summary="Text.")

    assert ">A school</a>" in html()[0]
