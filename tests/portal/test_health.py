import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories import make_solution


def test_livez_answers_without_a_database(client):
    response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_answers_while_the_database_does(client, db):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_says_so_when_the_database_is_away(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        response = client.get("/readyz")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_a_database_that_is_away_is_503_with_a_page_and_not_500(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    client.raise_request_exception = False

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        response = client.get(reverse("portal:home"))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert b"<h1" in response.content


def test_robots_leads_to_the_site_map_and_away_from_personal_pages(client, db):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http" in text
    assert "Disallow: */account/" in text


def test_the_site_map_has_public_records_in_six_languages_and_no_drafts(client, db):
    public = make_solution(published=True)
    draft = make_solution(title="Not yet public")

    index = client.get("/sitemap.xml").content.decode()
    records = client.get("/sitemap-records.xml").content.decode()

    assert "sitemap-records.xml" in index
    assert records.count(public.public_id.lower()) >= 6
    assert draft.public_id.lower() not in records


@pytest.mark.parametrize("section", ["pages", "terms"])
def test_every_page_of_the_portal_is_in_the_site_map(client, db, section):
    text = client.get(f"/sitemap-{section}.xml").content.decode()

    assert {"pages": "/en/goals/", "terms": "/en/countries/KEN/"}[section] in text
