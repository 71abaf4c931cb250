"""What arrives at the web server itself: requests that no browser sends."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.middleware.csrf import _get_new_csrf_string

from tests.live_portal import LivePortal

pytestmark = pytest.mark.usefixtures("committed_db")

PAGE = "/en/account/login/"
MEGABYTE = b"a" * 1024 * 1024


def talk(portal: LivePortal, *pieces: bytes) -> tuple[int, str]:
    """Status and text of the answer, whether or not the server listened to the end."""
    received = b""
    with socket.create_connection(("127.0.0.1", portal.port), timeout=20) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough
        while part := heard(connection):
            received += part
    status = re.match(rb"HTTP/1.1 (\d+)", received)
    return int(status[1]) if status else 0, received.decode(errors="replace")


def heard(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def head(portal: LivePortal, *lines: str, method: str = "GET", target: str = PAGE, host: str | None = None) -> bytes:
    own = f"127.0.0.1:{portal.port}"
    first = [f"{method} {target} HTTP/1.1", f"Host: {own if host is None else host}", "Connection: close"]
    return "\r\n".join([*first, *lines, "", ""]).encode("latin1")


def form(portal: LivePortal, kind: str, *lines: str) -> bytes:
    """The head of a form with a true token, so that its body is looked at."""
    token = _get_new_csrf_string()
    tokens = [f"Cookie: csrf={token}", f"X-CSRFToken: {token}"]
    return head(portal, *tokens, f"Content-Type: {kind}", *lines, method="POST")


def memory_of(portal: LivePortal) -> int:
    """Megabytes that the web server and its workers hold."""
    root = portal.web.process.pid
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in [root, *children]]
    return sum(int(re.search(r"VmRSS:\s+(\d+)", text)[1]) for text in texts) // 1024


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1@evil.example", "127.0.0.1:80:80", "127.0.0.1:abc", "127.0.0.1 evil", "[::1", ""],
)
def test_a_host_that_is_not_ours_is_refused(portal, host):
    assert talk(portal, head(portal, host=host))[0] == 400


def test_two_hosts_are_refused(portal):
    assert talk(portal, head(portal, "Host: evil.example"))[0] == 400


def test_another_host_in_the_target_or_in_a_forwarding_header_is_not_believed(portal):
    forged = ["X-Forwarded-Host: evil.example", "X-Original-URL: /en/admin/", "X-Forwarded-Proto: https"]

    status, text = talk(portal, head(portal, *forged, target="http://evil.example/en/about/"))

    assert (status, "evil.example" in text) == (200, False)
    assert f'<link rel="canonical" href="{portal.url}/en/about/">' in text


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "BREW", "CONNECT"])
def test_an_unknown_method_is_refused(portal, method):
    assert talk(portal, head(portal, method=method))[0] == 405


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/%ff/", 404),
        ("/en/%c0%ae%c0%ae/", 404),
        ("/static/../../galaxy/settings.py", 404),
        ("/static/%2e%2e/%2e%2e/manage.py", 404),
        ("/media/covers/..%2f..%2fsecret-key", 404),
        ("/en/solutions/ssg-s-99999999999999999999/x/", 404),
        ("/en/goals/99999999999999999999999/", 404),
        ("//evil.example/", 404),
        ("/" + "a" * 9000, 404),
        ("/en/countries/%00/", 400),
        ("/en/search/?q=%ff%fe&page=%F0%9F", 200),
        ("/en/search/?q=" + "a" * 60_000, 200),
    ],
)
def test_an_odd_address_is_answered(portal, target, status):
    assert talk(portal, head(portal, target=target))[0] == status


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("X-Odd: a\0b", 400),
        ("Content-Length: -5", 400),
        ("\r\n".join(f"X-{number}: a" for number in range(2000)), 431),
        ("Cookie: session=\xff\xfe; csrf='; =;;;a\"", 200),
        (f"Cookie: session={'x' * 5000}", 200),
        (f"Accept-Language: {'a-' * 5000}, ../../x;q=\xff", 200),
        ("If-Modified-Since: yesterday\r\nIf-None-Match: x", 200),
    ],
)
def test_an_odd_header_is_answered(portal, line, status):
    assert talk(portal, head(portal, line))[0] == status


FIELDS = b"&".join(b"a%d=1" % number for number in range(10_000))
PART = b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\nz\r\n'
FILES = b"".join(PART % number for number in range(1000)) + b"--x--\r\n"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", FIELDS, 400),
        ("multipart/form-data; boundary=x", FILES, 400),
        ("application/x-www-form-urlencoded", b"login=" + MEGABYTE * 8, 400),
        ("multipart/form-data; boundary=x", b"nonsense", 200),
        ("multipart/form-data", b"nonsense", 400),
        ("application/x-www-form-urlencoded; charset=nonsense", b"login=a", 200),
        ("application/x-www-form-urlencoded; charset=utf-16", b"login=a", 400),
        ("application/json", b"[" * 10_000, 400),
    ],
)
def test_a_form_that_no_browser_sends_is_refused_or_empty(portal, kind, body, status):
    assert talk(portal, form(portal, kind, f"Content-Length: {len(body)}"), body)[0] == status


def hundred_megabytes_in_chunks() -> Iterator[bytes]:
    for _ in range(100):
        yield b"100000\r\n" + MEGABYTE + b"\r\n"
    yield b"0\r\n\r\n"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_hundred_megabytes_take_no_memory(portal, kind):
    talk(portal, form(portal, kind, "Content-Length: 0"))
    before = memory_of(portal)

    told, _text = talk(portal, form(portal, kind, "Content-Length: 104857600"), *[MEGABYTE] * 100)
    talk(portal, form(portal, kind, "Transfer-Encoding: chunked"), *hundred_megabytes_in_chunks())

    assert told == 413
    assert memory_of(portal) - before < 30
    assert talk(portal, head(portal))[0] == 200
