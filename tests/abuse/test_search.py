"""Every parameter of every list takes what no page sends, and answers as if it were not there."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from galaxy.search.filters import SearchFilter
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

LISTS = [
    f"portal:{name}" for name in ("search", "solutions", "organizations", "funding", "publications", "think_tanks")
]
NAMES = [*SearchFilter.base_filters, "page", "page_size", "sort", "nonsense"]
INJECTED = [
    "' OR '1'='1",
    "1;SELECT pg_sleep(9)--",
    "1) UNION SELECT password FROM accounts_user--",
    "\\'; DROP TABLE search_document; --",
    "%s %(x)s %%",
    "{3,4}",
    '"; \\copy x',
    "\u202e\u2066<script>alert(1)</script>",
    "-1",
    "999999999999999999999999",
    "1e999",
    "٣",
]


def answers(client, page, query):
    answer = client.get(f"{reverse(page)}?{query}")
    return answer.status_code, answer.context["results"].total


@pytest.mark.parametrize("name", NAMES)
def test_what_is_injected_finds_no_more_and_no_less(client, name):
    make_entry("A school", "goal:3")
    found = {text: answers(client, LISTS[0], f"{name}={quote(text)}") for text in INJECTED}

    # A word finds nothing, and years have a first and a last: everything else that is unknown is left out.
    expected = {(200, 0), (200, 1)} if name in {"q", "since", "until"} else {(200, 1)}
    assert {text: answer for text, answer in found.items() if answer not in expected} == {}


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("text", INJECTED)
def test_every_list_takes_it_in_all_parameters_at_once(client, page, text):
    make_entry("A school", "goal:3")

    status, _total = answers(client, page, "&".join(f"{name}={quote(text)}" for name in NAMES))

    assert status == 200


@pytest.mark.parametrize("words", ["the of and", "- - -", "OR OR", '"""', "-school", "(((", "&|!", "'", ":*", "  "])
def test_operators_and_words_that_say_nothing_are_answered_in_words(client, words):
    make_entry("A school", "goal:3")

    answer = client.get(reverse("portal:search"), {"q": words})

    assert answer.status_code == 200
    assert "<h1" in answer.text
