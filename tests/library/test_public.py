"""The public page of a publication, its citation, and the list."""

import json

import pytest
from django.urls import reverse

from galaxy.moderation import services as moderation
from tests.factories import make_moderator, make_organization, make_publication, publish

pytestmark = pytest.mark.django_db

TEXTS = [
    "What nurses learned",
    "Report",
    "2024",
    "Okafor, Ngozi",
    "Nurses of two countries visited each other",
    "Read it at <bdi>reports.example.org</bdi>",
    "CC BY-NC",
    "9780306406157",
    'href="https://doi.org/10.1000/182"',
    'href="/en/themes/health/"',
    'href="/en/regions/africa/"',
    'href="/en/countries/KEN/"',
    'href="/en/goals/3/"',
    'rel="ugc nofollow noopener"',
    "Okafor, Ngozi (2024). What nurses learned. Report. Institute of Rain. https://doi.org/10.1000/182",
]


@pytest.fixture
def publication():
    made = make_publication(
        title="What nurses learned",
        organization=make_organization(published=True, name="Institute of Rain", type="think_tank"),
        licence="cc_by_nc",
        isbn="9780306406157",
        doi="10.1000/182",
        url="https://www.reports.example.org/1/",
    )
    made.themes.set(["health"])
    made.regions.set(["africa"])
    made.countries.set(["KEN"])
    made.goals.set([3])
    return publish(made)


def test_every_filled_field_is_shown(client, publication, django_assert_num_queries):
    client.get(publication.get_absolute_url())  # reads the vocabularies

    with django_assert_num_queries(1):
        page = client.get(publication.get_absolute_url()).content.decode()

    assert [text for text in [*TEXTS, publication.public_id] if text not in page] == []


def test_the_address_lasts_whatever_the_title(client, publication):
    old = publication.get_absolute_url()
    type(publication).objects.filter(pk=publication.pk).update(title="Renamed")

    answer = client.get(old)

    assert (answer.status_code, answer.url) == (301, f"/en/publications/{publication.public_id.lower()}/renamed/")


def test_a_duplicate_leads_to_the_one_that_stays(client, publication):
    other = make_publication(published=True)
    moderation.mark_duplicate(other, by=make_moderator(), of=publication, note="Same report.")

    answer = client.get(other.get_absolute_url())

    assert (answer.status_code, answer.url) == (301, publication.get_absolute_url())


@pytest.mark.parametrize(
    ("kind", "content_type", "told"),
    [
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - RPRT\r\nAU  - Okafor, Ngozi"),
        ("bib", "application/x-bibtex; charset=utf-8", "@techreport{SSG-P-"),
        ("json", "application/vnd.citationstyles.csl+json", '"DOI": "10.1000/182"'),
        ("txt", "text/plain; charset=utf-8", "Okafor, Ngozi (2024). What nurses learned."),
    ],
)
def test_the_citation_is_taken_along_as_a_file(client, publication, kind, content_type, told):
    page = client.get(publication.get_absolute_url())
    url = next(url for url, _name in page.context["exports"] if f"/{kind}/" in url)

    answer = client.get(url)

    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="{publication.public_id}.{kind}"'
    assert told in answer.content.decode()


def test_the_citation_of_an_unknown_format_is_not_there(client, publication):
    assert client.get(reverse("library:cite", args=[publication.public_id, "docx"])).status_code == 404


def test_the_citation_names_the_lasting_address(client, publication, settings):
    answer = client.get(reverse("library:cite", args=[publication.public_id.lower(), "json"]))

    lasting = f"{settings.BASE_URL.rstrip('/')}/en/publications/{publication.public_id.lower()}/-/"
    [item] = json.loads(answer.content)
    assert item["URL"] == "https://www.reports.example.org/1/"
    assert item["note"] == f"{settings.SITE_NAME}, {publication.public_id}, {lasting}"
    assert client.get(lasting.removeprefix(settings.BASE_URL.rstrip("/"))).url == publication.get_absolute_url()


@pytest.mark.parametrize("title", ["التعاون فيما بين بلدان الجنوب", "南南合作：一百个村庄的经验"])
def test_a_title_in_another_script_is_marked_as_such_and_cited_whole(client, title):
    language = "ar" if title.startswith("ا") else "zh"
    made = make_publication(published=True, title=title, language=language, authors=["王小明"])

    page = client.get(made.get_absolute_url()).content.decode()
    cited = client.get(reverse("library:cite", args=[made.public_id, "ris"])).content.decode()

    assert f'<h1 lang="{language}" dir="auto">{title}</h1>' in page
    assert f"TI  - {title}\r\n" in cited


def test_what_is_not_public_has_no_citation_to_take_along(client):
    hidden = make_publication()
    client.force_login(make_moderator())

    page = client.get(hidden.get_absolute_url())

    assert page.context["exports"] == []
    assert 'content="noindex"' in page.content.decode()


def test_the_list_has_publications_alone_with_their_facets(client, publication):
    make_publication(published=True, type="video", year=2020, title="Rain on film", language="fr")
    make_organization(published=True)

    page = client.get("/en/publications/")

    facets = {facet["name"]: facet for facet in page.context["results"].facets}
    assert page.context["tally"] == "2 publications"
    assert {item["label"]: item["count"] for item in facets["publication_type"]["values"] if item["count"]} == {
        "Report": 1,
        "Video": 1,
    }
    assert [item["value"] for item in facets["year"]["values"]] == ["2024", "2020"]
    assert {"language", "goal", "theme", "region", "country"} <= set(facets)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("publication_type=video", ["Rain on film"]),
        ("year=2020", ["Rain on film"]),
        ("language=fr", ["Rain on film"]),
        ("goal=3", ["What nurses learned"]),
        ("theme=health", ["What nurses learned"]),
        ("country=KEN", ["What nurses learned"]),
        ("region=africa", ["What nurses learned"]),
        ("q=nurses&meaning=off", ["What nurses learned"]),
        ("q=Mbeki&meaning=off", ["Rain on film"]),
        ("publication_type=video&year=2024", []),
    ],
)
def test_the_list_is_narrowed(client, publication, query, found):
    make_publication(
        published=True,
        type="video",
        year=2020,
        title="Rain on film",
        language="fr",
        abstract="Un film.",
        authors=["Mbeki, Thandi"],
    )

    page = client.get(f"/en/publications/?{query}")

    assert [entry["title"] for entry in page.context["results"].entries] == found or [
        str(entry["title"]).replace("<mark>", "").replace("</mark>", "") for entry in page.context["results"].entries
    ] == found


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    organization = make_organization(published=True)
    for _number in range(count):
        make_publication(published=True, organization=organization)
    client.get("/en/publications/")

    with django_assert_num_queries(2):  # state of the index, page
        client.get("/en/publications/")


def test_it_stands_on_the_page_of_its_organization(client, publication):
    page = client.get(publication.organization.get_absolute_url())

    assert [entry["title"] for entry in page.context["entries"]] == ["What nurses learned"]


def test_more_than_two_authors_are_told_as_others(client):
    make_publication(published=True, authors=["A, B", "C, D", "E, F"])

    [entry] = client.get("/en/publications/").context["results"].entries

    assert entry["foot"][0] == "A, B; C, D and others"
