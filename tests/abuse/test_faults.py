"""What a visitor meets while a part of the portal is away, slow or full, and what is left of what they sent."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from PIL import Image

from galaxy.embedded import commands
from galaxy.embedded.launcher import answers
from galaxy.embedded.layout import ROOT
from galaxy.embedded.processes import Child
from solutions.models import Solution
from tests.factories import make_organization, make_solution, make_user
from tests.live_portal import free_port
from tests.solutions.typing import basics, edit_url

pytestmark = pytest.mark.usefixtures("committed_db")

RESTING = "The site is resting for a moment"
SMALL_DISK = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # no file may be larger
os.execv(sys.argv[1], sys.argv[1:])
"""
Web = Callable[..., "Site"]


class Site:
    """One web server, asked as `user`."""

    def __init__(self, port: int, user: Any = None) -> None:
        self.port = port
        self.headers = {"Host": f"127.0.0.1:{port}"}
        if user:
            client = Client()
            client.force_login(user)
            session, token = client.cookies[settings.SESSION_COOKIE_NAME].value, "t" * 32
            self.headers |= {"Cookie": f"session={session}; csrf={token}", "X-CSRFToken": token}

    def ask(self, path: str, data: tuple[str, bytes] | None = None) -> tuple[int, str | None, str]:
        """Status, Retry-After and text; data are its type and the body."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=40)
        kind = {"Content-Type": data[0]} if data else {}
        line.request("POST" if data else "GET", path, data and data[1], {**self.headers, **kind})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, answer.headers["Retry-After"], text


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Starts a web server with these variables."""
    started = []

    def start(*, user: Any = None, before: tuple[str, ...] = (), **variables: str) -> Site:
        port = free_port()
        child = Child(
            "web",
            [*before, *commands.web("127.0.0.1", port, workers=1)],
            tmp_path / "web.log",
            is_ready=lambda child: answers(f"http://127.0.0.1:{port}/livez"),
            environment={"GALAXY_DB_POOL": "1", "PYTHONPATH": str(ROOT), **variables},
        )
        child.start()
        started.append(child)
        child.wait_ready(60)
        return Site(port, user)

    yield start
    for child in started:
        child.stop()


def encoded(fields: dict[str, str]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def rests(answer: tuple[int, str | None, str]) -> bool:
    return answer[:2] == (503, "10") and RESTING in answer[2]


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        except OSError as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def wait_for_one() -> int:
    """The process of the database that waits for a lock."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted")
            if found := cursor.fetchone():
                return int(found[0])
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")


def lock(table: str) -> None:
    """Until the transaction around it ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


@pytest.mark.parametrize("pool", ["0", "1"])
def test_without_a_database_pages_say_so_and_when_to_come_back(web, tmp_path, pool):
    site = web(DATABASE_URL=f"postgresql:///galaxy?host={tmp_path}", GALAXY_DB_POOL=pool)

    for path in ("/en/", "/fr/search/?q=water", "/en/solutions/ssg-s-000001/x/", "/readyz"):
        status, retry, _text = site.ask(path)
        assert (path, status, retry) == (path, 503, "10")
    assert rests(site.ask("/en/"))
    assert site.ask("/livez")[0] == 200


def test_when_all_connections_are_used_pages_say_so_and_come_back_by_themselves(web):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; GRANT pg_read_all_data TO crowded")
    try:
        site = web(DATABASE_URL=os.environ["DATABASE_URL"].replace("galaxy@", "crowded@", 1), GALAXY_DB_POOL="0")
        crowded = site.ask("/en/")
        with connection.cursor() as cursor:
            cursor.execute("ALTER ROLE crowded CONNECTION LIMIT 9")
        again = site.ask("/en/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY crowded; DROP ROLE crowded")

    assert rests(crowded)
    assert again[0] == 200


def test_a_database_too_slow_ends_in_503_and_leaves_room_for_others(web):
    site = web(GALAXY_STATEMENT_TIMEOUT_MS="700")

    with transaction.atomic():
        lock("search_document")
        slow = site.ask("/en/search/?q=water")
        other = site.ask("/en/account/login/")

    assert rests(slow)
    assert other[0] == 200
    assert site.ask("/en/search/?q=water")[0] == 200


def test_a_connection_that_the_database_ends_costs_one_page_only(web):
    site = web()

    with transaction.atomic():
        lock("search_document")
        thread, found = in_thread(lambda: site.ask("/en/search/?q=water"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [wait_for_one()])
        thread.join()

    assert rests(found[0])
    assert site.ask("/en/search/?q=water")[0] == 200


def test_without_its_cache_the_portal_reads_on_and_lets_nobody_in(web):
    site = web(user=make_user())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cache RENAME TO cache_away")
    try:
        pages = [site.ask(path)[0] for path in ("/en/", "/en/search/?q=water", "/en/account/home/", "/en/about/")]
        stranger = Site(site.port)
        stranger.headers |= {"Cookie": f"csrf={'t' * 32}", "X-CSRFToken": "t" * 32}
        sign_in = stranger.ask("/en/account/login/", encoded({"login": "a@example.org", "password": "wrong"}))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cache_away RENAME TO cache")

    assert pages == [200] * 4
    assert rests(sign_in)


def test_a_draft_sent_to_a_web_server_that_dies_is_made_once_when_sent_again(portal):
    author = make_user()
    ministry = make_organization(published=True, owner=author)
    key = "7f1f8e0a-0000-4000-8000-000000000001"
    sent = encoded({**basics(ministry, title="Sent twice"), "creation_key": key})
    site = Site(portal.port, author)

    with transaction.atomic():
        lock("solutions_solution")
        thread, found = in_thread(lambda: site.ask("/en/solutions/new/", sent))
        wait_for_one()
        portal.kill_web()
        thread.join()
    portal.heal()
    again, third = site.ask("/en/solutions/new/", sent), site.ask("/en/solutions/new/", sent)

    assert isinstance(found[0], OSError)
    assert (again[0], third[0]) == (302, 302)
    assert [draft.title for draft in Solution.objects.all()] == ["Sent twice"]


def test_a_picture_that_the_disk_has_no_room_for_leaves_the_draft_as_it_was(web, tmp_path):
    author = make_user()
    draft = make_solution(organization=make_organization(published=True, owner=author), author=author)
    file = tmp_path / "noise.png"
    Image.effect_noise((400, 300), 90).save(file)
    media = tmp_path / "media"
    site = web(user=author, before=(sys.executable, "-c", SMALL_DISK), GALAXY_MEDIA_ROOT=str(media))
    part = b'--x\r\nContent-Disposition: form-data; name="cover_image"; filename="n.png"\r\n\r\n'

    answer = site.ask(
        edit_url(draft, "links"), ("multipart/form-data; boundary=x", part + file.read_bytes() + b"\r\n--x--\r\n")
    )

    assert rests(answer)
    now = Solution.objects.get(pk=draft.pk)
    assert (now.cover_image.name, now.practice_url) == ("", draft.practice_url)
    assert site.ask(edit_url(draft, "links"))[0] == 200
