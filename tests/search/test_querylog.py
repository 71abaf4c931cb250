import atexit
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from galaxy.search import querylog, tasks
from galaxy.search.models import FailedSearch, LoggedQuery
from tests.factories import make_moderator
from tests.search.entries import make_entry, statements_for_meaning

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FIELDS = ("words", "language", "filters", "results", "count")


@pytest.fixture(autouse=True)
def nothing_waits():
    querylog._waiting.clear()
    yield
    querylog._waiting.clear()


def note(words, results=0, agent=BROWSER, filters=(), language="en"):
    querylog.note(words, language=language, filters=filters, results=results, agent=agent)


def logged():
    querylog.flush()
    return sorted(LoggedQuery.objects.values_list(*FIELDS))


def search(client, agent=BROWSER, path="/en/search/", **parameters):
    return client.get(path, parameters, headers={"User-Agent": agent})


def test_a_search_is_counted_with_its_words_language_and_names_of_filters(client, db):
    make_entry("School meals", "goal:3")

    search(client, q="School   MEALS", goal=["3", "4"], kind="solution")
    search(client, q="school meals", goal="2", kind="solution")
    search(client, path="/fr/solutions/", q="école")

    assert logged() == [("school meals", "en", "goal kind", 0, 2), ("école", "fr", "kind quality", 0, 1)]


def test_the_table_has_no_column_for_who_and_no_time_within_the_day(db):
    columns = {field.name: field.get_internal_type() for field in LoggedQuery._meta.fields}

    assert set(columns) == {"id", "words", "language", "filters", "results", "day", "count"}
    assert columns["day"] == "DateField"


@pytest.mark.parametrize(
    "words",
    [
        "ana@example.org",
        "write to ana@example.org please",
        "ana＠example.org",
        "+254 712 345 678",
        "(0) 171-234567",
        "call 0041.22.917.12.34",
        "٠٧١٢٣٤٥٦٧٨",
        "",
        "   ",
    ],
)
def test_what_may_be_a_person_is_not_counted(words, db):
    note(words)

    assert logged() == []


@pytest.mark.parametrize("words", ["agenda 2030", "covid-19", "3.8", "2015 2016"])
def test_few_figures_are_words(words, db):
    note(words)

    assert [row[0] for row in logged()] == ([words] if words != "2015 2016" else [])


@pytest.mark.parametrize(
    "agent",
    ["", "Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/8.5.0", "python-requests/2.32", "HeadlessChrome/140"],
)
def test_robots_are_left_out(agent, client, db):
    search(client, agent=agent, q="school")

    assert logged() == []


def test_further_pages_and_lists_without_words_are_not_counted(client, db):
    for number in range(25):
        make_entry(f"School {number}")

    search(client, q="school", page="2")
    search(client)

    assert logged() == []


def test_a_page_takes_no_further_statement(client, db, django_assert_num_queries):
    for number in range(3):
        make_entry(f"School {number}")
    search(client, q="school")

    with django_assert_num_queries(2 + statements_for_meaning(True)):
        search(client, q="school")


def test_counts_are_written_in_one_statement_and_added_up(db, django_assert_num_queries):
    for words in ("a", "b", "a"):
        note(words, results=2)
    with django_assert_num_queries(1):
        assert querylog.flush() == 2
    note("a", results=1)

    assert logged() == [("a", "en", "", 1, 3), ("b", "en", "", 2, 1)]


@pytest.mark.parametrize(
    "words", ["e" + "\u0301" * 300, "x" * 50_000, "\u202eevil\u202c", "İ" * 300, "'; DROP TABLE x"]
)
def test_odd_words_are_cut_and_cleaned(words, db):
    note(words)

    [(kept, *_rest)] = logged()
    assert 0 < len(kept) <= 100
    assert "\u202e" not in kept


def test_memory_holds_a_thousand_at_most(db):
    for number in range(1_100):
        note(f"words {number:04d} x")
    note("words 0001 x")

    assert len(querylog._waiting) == 1_000
    assert max(count for count, _results in querylog._waiting.values()) == 2


def test_rows_are_kept_for_twelve_months(db):
    today = timezone.now().date()
    for days in (0, 365, 366):
        LoggedQuery.objects.create(
            words=str(days), language="en", results=0, count=1, day=today - timezone.timedelta(days=days)
        )

    assert tasks.forget_searches() == 1
    assert [row[0] for row in logged()] == ["0", "365"]


def test_two_processes_that_write_at_once_lose_no_count(committed_db):
    def write(number):
        for word in ("a", "b", "c") if number % 2 else ("c", "b", "a"):
            note(word)
        querylog.flush()
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(20)))

    assert [(row[0], row[4]) for row in logged()] == [("a", 20), ("b", 20), ("c", 20)]


def test_a_started_process_writes_by_itself(committed_db, monkeypatch):
    monkeypatch.setattr(querylog, "SECONDS", 0.05)
    monkeypatch.setattr(querylog, "_is_started", True)
    written = threading.Event()
    note("school")

    for _ in range(100):
        if LoggedQuery.objects.exists():
            written.set()
            break
        written.wait(0.1)

    assert written.is_set()


def test_what_comes_while_a_process_writes_is_written_next(committed_db, monkeypatch):
    monkeypatch.setattr(querylog, "SECONDS", 0.001)
    monkeypatch.setattr(querylog, "_is_started", True)
    until = time.monotonic() + 0.5
    asked = 0
    while time.monotonic() < until:
        note("school")
        asked += 1
    querylog._writer and querylog._writer.join()

    assert sum(row[4] for row in logged()) == asked


def test_counts_that_cannot_be_written_are_told_of_and_stop_nothing(committed_db, caplog):
    querylog._waiting[querylog.Asked("no day", "school", "en", "")] = (1, 1)

    querylog._write_quietly()

    assert "Counts of searches are lost" in caplog.text
    assert querylog.flush() == 0


def test_a_web_process_writes_what_is_left_when_it_ends(monkeypatch):
    monkeypatch.setattr(querylog, "_is_started", False)

    querylog.start()

    assert querylog._is_started
    atexit.unregister(querylog._write_quietly)


def test_moderators_read_what_was_searched_in_vain_by_count(client, db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    today = timezone.now().date()
    for words, results, count, days in [("rare", 0, 1, 0), ("often", 0, 3, 0), ("often", 0, 4, 1), ("found", 5, 9, 0)]:
        LoggedQuery.objects.create(
            words=words, language="en", results=results, count=count, day=today - timezone.timedelta(days=days)
        )
    client.force_login(make_moderator())

    page = client.get(reverse("admin:search_failedsearch_changelist"))

    assert [(row.words, row.total) for row in page.context["cl"].result_list] == [("often", 7), ("rare", 1)]
    assert [row.words for row in FailedSearch.objects.in_vain().filter(language="fr")] == []
    assert "Searches that found nothing" in client.get(reverse("admin:queue")).content.decode()
