import datetime
import gzip
from itertools import takewhile

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.portal import pagecache
from galaxy.portal.pagecache import normalised
from galaxy.search import querylog, tasks
from galaxy.search.models import IndexRequest, IndexVersion
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Theme
from partners import offices
from tests.factories import make_moderator, make_organization, make_solution, make_user
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db
SEARCH, HOME = "/en/search/", "/en/"


@pytest.fixture(autouse=True)
def cache_of_a_megabyte(settings):
    settings.PAGE_CACHE_BYTES = 1_000_000


@pytest.fixture
def school():
    return make_entry("A school")


@pytest.fixture
def edited_names():
    """Names that a test edits are forgotten with it."""
    yield
    vocabulary.cache_clear()


def statements(client, path, **options):
    with CaptureQueriesContext(connection) as captured:
        client.get(path, **options)
    return [each["sql"] for each in captured]


def was_kept(client, path, **options):
    """Whether the page came from memory: the one statement of that reads no table that a page shows."""
    found = statements(client, path, **options)
    return len(found) == 1 and "search_indexversion" in found[0] and "search_indexrequest" in found[0]


def public_pages():
    organization = make_organization(published=True)
    solution = make_solution(published=True, organization=organization)
    names = ["home", "about", "search", "solutions", "organizations", "funding", "goals", "themes", "regions", "groups"]
    ways = {"goal": 3, "theme": "health", "region": "africa", "group": "lldc", "country": "UGA"}
    return [
        *(reverse(f"portal:{name}") for name in [*names, "countries"]),
        *(reverse(f"portal:{name}", args=[value]) for name, value in ways.items()),
        organization.get_absolute_url(),
        solution.get_absolute_url(),
    ]


def test_every_public_page_is_kept_and_the_same_the_second_time(client):
    for path in public_pages():
        first, second = client.get(path), client.get(path)

        assert was_kept(client, path), path
        assert second.content == first.content
        assert dict(second.items()) == dict(first.items())


def test_a_page_that_nobody_asked_for_yet_costs_its_own_statements_alone(client):
    make_entry("A school", "goal:3")
    client.get(SEARCH)

    assert len(statements(client, f"{SEARCH}?goal=3")) == 2  # postings, page


@pytest.mark.parametrize("path", ["/en/account/login/", "/en/solutions/new/", "/en/search/suggest/?q=a", "/robots.txt"])
def test_other_pages_are_not(client, school, path):
    client.get(path)

    assert not was_kept(client, path)


def test_who_has_the_page_already_gets_304_without_a_body_and_with_the_headers(client, school):
    made = client.get(SEARCH)
    kept, anew = (
        client.get(SEARCH, headers={"If-None-Match": made["ETag"]}),
        Client().get(SEARCH, headers={"If-None-Match": made["ETag"]}),
    )

    for answer in (kept, anew):
        assert (answer.status_code, answer.content) == (304, b"")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["ETag"] == made["ETag"]
        assert "Content-Length" not in answer
    assert made["Cache-Control"] == "no-cache"


def test_a_page_that_somebody_asked_for_with_a_condition_is_kept_whole(client, school):
    tag = client.get(SEARCH)["ETag"]
    make_entry("Another")
    client.get(SEARCH, headers={"If-None-Match": tag})
    client.get("/en/solutions/", headers={"If-None-Match": tag, "If-Modified-Since": "Wed, 25 Nov 2099 10:00:00 GMT"})

    assert b"Another" in client.get(SEARCH).content
    assert client.get("/en/solutions/").status_code == 200
    assert client.get(SEARCH, headers={"If-Match": '"x"'}).status_code == 412


def test_head_is_answered_from_memory_and_fills_nothing(client, school):
    client.head(SEARCH)
    assert not was_kept(client, SEARCH)

    with CaptureQueriesContext(connection) as captured:
        answer = client.head(SEARCH)

    assert len(captured) == 1
    assert answer.status_code == 200
    assert answer.content == b""


# What changes


def test_what_is_withdrawn_is_gone_at_once_from_every_page(client):
    solution = make_solution(published=True, title="Village clinics")
    other = Client()
    pages = [HOME, SEARCH, "/en/solutions/", f"{SEARCH}?q=clinics", solution.get_absolute_url()]
    for reader in (client, other):
        assert all(b"Village" in reader.get(page).content for page in pages)
        assert all(was_kept(reader, page) for page in pages)

    moderation.withdraw(solution, by=make_moderator(), note="Asked by the owner.")

    for reader in (client, other):
        assert [reader.get(page).status_code for page in pages] == [200, 200, 200, 200, 410]
        assert not any(b"Village clinics" in reader.get(page).content for page in pages)


def test_what_is_published_shows_when_it_is_indexed(client):
    make_solution(published=True, title="Village clinics")
    client.get(SEARCH)

    make_solution(published=True, title="Solar pumps")

    assert b"Solar pumps" in client.get(SEARCH).content


def test_a_change_shows_on_the_page_of_the_record_before_the_index_has_it(client):
    head = make_organization(published=True, owner=make_user(), name="Water Union")
    office = make_organization(published=True, parent=head, name="Water Union in Fiji")
    client.get(office.get_absolute_url())
    client.get(SEARCH)
    mark = IndexVersion.objects.get().mark

    offices.confirm(office, by=head.author)

    assert b"not yet confirmed" not in client.get(office.get_absolute_url()).content
    assert IndexVersion.objects.get().mark == mark
    assert was_kept(client, office.get_absolute_url())
    assert was_kept(client, SEARCH)
    for request in IndexRequest.objects.all():
        tasks.index_item(request.pk)
    assert not was_kept(client, office.get_absolute_url())


def test_an_edit_of_a_vocabulary_shows_at_once_in_its_process(client, school, edited_names):
    assert b"Clean rivers" not in client.get("/en/themes/").content
    Theme.objects.filter(code="health").update(name_en="Clean rivers")

    vocabulary.cache_clear()

    assert b"Clean rivers" in client.get("/en/themes/").content


def test_what_no_mark_tells_of_is_half_a_minute_old_at_most(client, school, monkeypatch):
    client.get(SEARCH)
    assert was_kept(client, SEARCH)

    monkeypatch.setattr(pagecache, "SECONDS", 0)

    assert not was_kept(client, SEARCH)


def test_a_new_day_has_new_pages(client, school):
    today = datetime.datetime.now(tz=datetime.UTC).replace(hour=23, minute=59)
    with time_machine.travel(today, tick=False):
        client.get(SEARCH)
        assert was_kept(client, SEARCH)
    with time_machine.travel(today + datetime.timedelta(minutes=1), tick=False):
        assert not was_kept(client, SEARCH)


def test_before_the_first_record_nothing_is_kept(client):
    IndexVersion.objects.all().delete()
    client.get("/en/solutions/")

    assert not was_kept(client, "/en/solutions/")


# Who asks


def test_who_is_signed_in_neither_gets_nor_fills_a_page(client, school):
    signed_in = Client()
    signed_in.handler = client.handler  # the same process
    signed_in.force_login(make_user(name="Ana"))

    assert b"Your account" in signed_in.get(SEARCH).content
    assert b"Your account" not in client.get(SEARCH).content
    assert was_kept(client, SEARCH)
    answer = signed_in.get(SEARCH)
    assert b"Your account" in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert b"Your account" not in client.get(SEARCH).content


@pytest.mark.parametrize("cookie", [*pagecache.PERSONAL])
def test_a_visitor_with_a_session_or_a_message_gets_a_page_of_their_own(client, school, cookie):
    client.get(SEARCH)
    client.cookies[cookie] = "x"

    assert not was_kept(client, SEARCH)


def test_cookies_of_other_sites_change_nothing(client, school):
    client.get(SEARCH)
    client.cookies["_ga"] = "GA1.2.3"
    client.cookies["django_language"] = "fr"

    assert was_kept(client, SEARCH)


def test_a_page_that_would_set_a_cookie_is_not_kept():
    answer = HttpResponse("x", headers={"ETag": '"x"', "Vary": "Cookie, HX-Request, Accept-Encoding"})
    assert pagecache.may_be_kept(answer)

    answer.set_cookie("csrf", "x")

    assert not pagecache.may_be_kept(answer)


@pytest.mark.parametrize(
    "headers", [{"Vary": "Accept-Language"}, {"Vary": "*"}, {"Cache-Control": "private"}, {"Cache-Control": "no-store"}]
)
def test_a_page_that_depends_on_more_is_not_kept(headers):
    assert not pagecache.may_be_kept(HttpResponse("x", headers={"ETag": '"x"', **headers}))


@pytest.mark.parametrize("path", ["/en/solutions/ssg-s-999999/x/", "/en/goals/99/", "/en/countries/uga/", "/"])
def test_what_is_missing_or_elsewhere_is_not_kept(client, school, path):
    first = client.get(path)
    second = client.get(path, headers={"Accept-Language": "fr"})

    assert first.status_code in {301, 302, 404}
    assert (path == "/") == (first.get("Location") != second.get("Location"))
    assert not was_kept(client, path)


# Poison


def test_an_address_without_meaning_gets_and_fills_the_page_without_it(client, school):
    poisoned = client.get(f"{SEARCH}?utm=%22%3E%3Cscript%3E&q=school&x=1&since=")

    assert b"utm" not in poisoned.content
    assert was_kept(client, f"{SEARCH}?q=school")
    assert was_kept(client, f"{SEARCH}?y=2&q=school")


def test_names_stand_in_one_order_and_values_in_theirs():
    assert normalised("q=a&goal=7&goal=3&x=1&kind=&page=2") == "goal=7&goal=3&page=2&q=a"
    assert normalised("page=2&q=a&goal=7&goal=3") == "goal=7&goal=3&page=2&q=a"
    assert normalised("q=%22a b%22&q=%E6%B0%94") == "q=%22a+b%22&q=%E6%B0%94"
    assert normalised("") == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-For": "203.0.113.1"},
        {"Forwarded": "host=evil.example"},
        {"Accept-Language": "ar"},
        {"X-Original-URL": "/en/goals/"},
        {"HX-Boosted": "true"},
        {"HX-Current-URL": "https://evil.example/"},
        {"Range": "bytes=0-10"},
        {"User-Agent": "evil"},
        {"Referer": "https://evil.example/"},
    ],
)
def test_a_header_leaves_no_trace_in_what_others_get(client, school, headers):
    clean = Client().get(SEARCH)
    poisoned = client.get(SEARCH, headers=headers)

    assert poisoned.content == clean.content
    assert dict(poisoned.items()) == dict(clean.items())
    assert was_kept(client, SEARCH)


def test_another_host_is_refused_with_and_without_a_page(client, school):
    client.get(SEARCH)

    assert client.get(SEARCH, headers={"Host": "evil.example"}).status_code == 400
    assert client.get(f"{SEARCH}?q=x", headers={"Host": "evil.example"}).status_code == 400
    assert not was_kept(client, SEARCH, headers={"Host": "localhost:8000"})
    assert was_kept(client, SEARCH)


def test_an_insecure_request_is_led_to_https_though_the_page_is_there(client, school, settings):
    settings.SECURE_SSL_REDIRECT = True
    secure = client.get(SEARCH, secure=True)

    assert secure.status_code == 200
    assert client.get(SEARCH).status_code == 301
    assert was_kept(client, SEARCH, secure=True)


def test_each_language_has_its_page(client, school):
    english, french = client.get(SEARCH), client.get("/fr/search/")

    assert b'lang="en"' in english.content
    assert client.get(SEARCH).content == english.content
    assert client.get("/fr/search/").content == french.content != english.content


def test_a_script_and_a_browser_get_their_own(client, school):
    whole, part = client.get(SEARCH), client.get(SEARCH, headers={"HX-Request": "true"})

    assert was_kept(client, SEARCH)
    assert was_kept(client, SEARCH, headers={"HX-Request": "true"})
    assert client.get(SEARCH).content == whole.content
    again = client.get(SEARCH, headers={"HX-Request": "true"})
    assert again.content == part.content
    assert again["HX-Push-Url"] == part["HX-Push-Url"] == SEARCH
    assert "HX-Push-Url" not in client.get(SEARCH)


def test_a_page_is_kept_compressed_and_for_who_cannot_read_that_plain(client, school):
    client.get(SEARCH, headers={"Accept-Encoding": "gzip"})

    assert not was_kept(client, SEARCH)
    assert was_kept(client, SEARCH, headers={"Accept-Encoding": "br, gzip"})
    compressed = client.get(SEARCH, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(compressed.content) == client.get(SEARCH).content
    assert "Accept-Encoding" in compressed["Vary"]


def test_a_body_a_password_and_an_endless_query_pass_by(client, school):
    request = RequestFactory(headers={"host": "localhost"})

    assert pagecache.address_of(request.post(SEARCH)) is None
    assert pagecache.address_of(request.get(SEARCH, headers={"Authorization": "Basic x"})) is None
    assert pagecache.address_of(request.get(f"{SEARCH}?q={'x' * 1_001}")) is None
    assert pagecache.address_of(request.get(SEARCH)) is not None
    assert client.get(f"{SEARCH}?q=%00").status_code == 400


# Room


def test_pages_take_no_more_than_their_place_and_queries_never_drive_out_plain_pages(school, settings):
    settings.PAGE_CACHE_BYTES = 200_000
    client = Client(headers={"Accept-Encoding": "gzip"})
    client.get(HOME)
    paths = [f"{SEARCH}?page={number}" for number in range(30)]
    size = sum(len(client.get(path).content) for path in paths) // len(paths)

    kept = list(takewhile(lambda path: was_kept(client, path), reversed(paths)))

    assert len(kept) == 100_000 // (size + pagecache.OVERHEAD)
    assert was_kept(client, HOME)


def test_without_place_there_is_no_cache(school, settings):
    settings.PAGE_CACHE_BYTES = 0
    client = Client()
    client.get(SEARCH)

    assert not was_kept(client, SEARCH)


# Counts


def test_every_reader_of_a_search_is_counted_robots_left_out(client, school):
    querylog._waiting.clear()
    for agent in ["Mozilla/5.0 Firefox/140.0", "Mozilla/5.0 Chrome/140", "Googlebot/2.1"]:
        client.get(SEARCH, {"q": "school", "goal": "3"}, headers={"User-Agent": agent})

    assert [(asked.words, asked.filters, waiting) for asked, waiting in querylog._waiting.items()] == [
        ("school", "goal", (2, 0))
    ]
    querylog._waiting.clear()
