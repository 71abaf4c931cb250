"""What a first visit costs on a slow line: the page, its style sheets, scripts and pictures, compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation

from tests.factories import make_channel, make_organization, make_publication, make_solution

LINKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*?(?:href|src)="/static/([^"]+)"')
MOST = 60 * 1024


def weight(html: bytes) -> int:
    parts = [Path(finders.find(name)).read_bytes() for name in sorted(set(LINKED.findall(html.decode())))]
    assert len(parts) >= 5
    return sum(len(gzip.compress(part, 6)) for part in [html, *parts])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_public_page_weighs_more_than_60_kilobytes_at_the_first_visit(client, db, language):
    organization = make_organization(published=True)
    items = [
        organization,
        make_channel(published=True),
        make_solution(published=True, organization=organization),
        make_publication(published=True),
    ]
    names = [
        "home",
        "search",
        "solutions",
        "organizations",
        "funding",
        "publications",
        "think_tanks",
        "goals",
        "countries",
        "about",
    ]
    with translation.override(language):
        addresses = (
            [reverse(f"portal:{name}") for name in names]
            + [reverse("solutions:criteria")]
            + [item.get_absolute_url() for item in items]
        )

    weights = {address: weight(client.get(address).content) for address in addresses}

    assert {address: size for address, size in weights.items() if size > MOST} == {}
