"""Every form of every page takes what no person types: nothing is answered with an error of ours."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings

from tests.abuse.fuzzing import Form, Forms
from tests.access import PEOPLE, World
from tests.test_access import CASES, address, made, world  # noqa: F401  the people and records, as fixtures

HOSTILE = {
    "NUL": "a\0b",
    "digits": "9" * 30,
    "brackets": "[" * 20_000,
    "half a character": "\ud800".encode("utf-8", "surrogatepass").decode("latin1"),
    "quotes": "'\";--<!--{{7*7}}{% debug %}%(x)s{0.__class__}\u202e",
    "no date": "2020-02-31",
}


def readers(get: str) -> set[str]:
    """One of those who enter with least rights, and one with most."""
    allowed = [name for name, letter in zip(PEOPLE, get, strict=True) if letter == "o"]
    return {allowed[0], allowed[-1]} if allowed else set()


def forms_of(world: World, get: str, path: str) -> list[tuple[str, str, Form]]:  # noqa: F811
    """(who, where it is sent, the form) for all forms of this page."""
    found = []
    for who in readers(get):
        with transaction.atomic():
            page = world.client(who).get(path, follow=True)
            transaction.set_rollback(True)
        if page.streaming:
            page.getvalue()  # a file is closed at its end
        elif page.headers.get("Content-Type", "").startswith("text/html"):
            here = page.request["PATH_INFO"]
            found += [(who, urlsplit(urljoin(here, form.action)).path, form) for form in Forms(page.text).found]
    return found


@pytest.fixture(scope="module")
def all_forms(made: World, django_db_blocker) -> list[tuple[str, str, Form]]:  # noqa: F811
    """Each set of fields once, however many pages have it."""
    with django_db_blocker.unblock(), override_settings(REQUIRE_SECOND_FACTOR=False):
        found = [
            form
            for name, _line, sample, get, _post in CASES
            for form in forms_of(made, get, address(made, name, sample))
        ]
    return list({tuple(sorted(form.kinds)): (who, target, form) for who, target, form in found}.values())


def send(client: Client, target: str, form: Form, data: dict[str, list[str]]) -> int:
    with transaction.atomic():
        answer = (client.post if form.method == "post" else client.get)(target, data)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_field_of_every_form_takes_it(world, all_forms, text):  # noqa: F811
    failed = [
        target
        for who, target, form in all_forms
        if send(world.client(who, raise_request_exception=False), target, form, {name: [text] for name in form.names})
        >= 500
    ]

    assert len(all_forms) > 40
    assert failed == []


def test_a_nul_in_one_field_beside_others_as_the_page_made_them_is_taken_too(world, all_forms):  # noqa: F811
    failed = [
        (target, name)
        for who, target, form in all_forms
        if form.method == "post"
        for name in form.names
        if send(world.client(who, raise_request_exception=False), target, form, {**form.fields, name: ["a\0b"]}) >= 500
    ]

    assert failed == []
