"""Every component is documented, shown and free of what the content policy refuses."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from galaxy.portal.style import samples

COMPONENTS = sorted((Path(settings.BASE_DIR) / "templates" / "components").glob("*.html"))
FRAME = {
    "account_tabs",
    "attributes",
    "checks",
    "error_summary",
    "facet",
    "field",
    "flow",
    "form",
    "goal",
    "goals",
    "mark",
    "menu",
}


def style_page(language="en"):
    request = RequestFactory().get(f"/{language}/style/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_to_string("portal/style.html", samples(request), request=request)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_first_what_it_expects(path):
    assert path.read_text().startswith(f"{{# components/{path.name}; ")


def test_the_style_page_shows_every_component():
    page = (Path(settings.BASE_DIR) / "templates" / "portal" / "style.html").read_text()

    shown = set(re.findall(r"components/(\w+)\.html", page))

    assert {path.stem for path in COMPONENTS} - FRAME - shown == set()


def test_the_style_page_has_nothing_inline():
    html = style_page()

    assert re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", html) == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_says_its_language_and_direction(language, direction):
    assert f'<html lang="{language}" dir="{direction}">' in style_page(language)


def test_pages_of_failure_need_neither_request_nor_database():
    for name in ("400.html", "413.html", "500.html", "503.html"):
        assert "<h1>" in render_to_string(name)


@pytest.mark.parametrize("name", ["403.html", "404.html", "410.html"])
def test_pages_of_refusal_lead_on(name):
    request = RequestFactory().get("/en/nothing/")
    request.user = AnonymousUser()

    html = render_to_string(name, request=request)

    assert 'name="robots" content="noindex"' in html
    assert 'href="/en/"' in html


@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_the_style_page_is_for_those_who_build_the_site(client, settings, debug, status):
    settings.DEBUG = debug

    assert client.get("/en/style/").status_code == status
