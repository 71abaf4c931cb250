"""Somebody else's web server, with the manners and the tricks that servers on the internet have."""

import gzip
import io
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BOMB_UNPACKED = 200 * 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    at: float
    address: str


@dataclass
class Outside:
    """Where it is, what it was asked, and what it answers: the path says what."""

    port: int
    scheme: str = "http"
    asked: list[Asked] = field(default_factory=list)
    # Paths that answer with 404 until they are taken away again.
    broken: set[str] = field(default_factory=set)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def lines(self) -> list[str]:
        return [f"{asked.method} {asked.path}" for asked in self.asked]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 200

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up here on purpose."""


@contextmanager
def outside(bind: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Outside]:
    handler = type("Handler", (Handler,), {})
    server = Server((bind, 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    place = handler.place = Outside(server.server_address[1], "https" if context else "http")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    place: Outside

    def log_message(self, *args: object) -> None:
        """Silent."""

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        address = self.connection.getsockname()[0]
        self.place.asked.append(Asked(self.command, self.path, dict(self.headers), time.time(), address))
        parts = urlsplit(self.path)
        if parts.path in self.place.broken:
            self.say(404)
            return
        name = parts.path.strip("/").split("/")[0].replace("-", "_") or "ok"
        getattr(self, f"page_{name}", self.page_ok)(parse_qs(parts.query))

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def page_ok(self, query: dict[str, list[str]]) -> None:
        self.say(200, b"Good morning", Set_Cookie="visitor=1")

    def page_status(self, query: dict[str, list[str]]) -> None:
        self.say(int(query["code"][0]))

    def page_no_head(self, query: dict[str, list[str]]) -> None:
        self.say(405 if self.command == "HEAD" else 200, b"Only whole pages here")

    def page_drops_head(self, query: dict[str, list[str]]) -> None:
        if self.command == "GET":
            self.say(200)

    def page_to(self, query: dict[str, list[str]]) -> None:
        self.say(302, Location=query["url"][0])

    def page_circle(self, query: dict[str, list[str]]) -> None:
        self.say(301, Location="/circle")

    def page_drip(self, query: dict[str, list[str]]) -> None:
        """A byte at a time, for ever."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while True:
            self.wfile.write(b".")
            time.sleep(0.1)

    def page_drip_head(self, query: dict[str, list[str]]) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        while True:
            self.wfile.write(b".")
            time.sleep(0.1)

    def page_big(self, query: dict[str, list[str]]) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(3000):
            self.wfile.write(b"x" * 64 * 1024)

    def page_bomb(self, query: dict[str, list[str]]) -> None:
        self.say(200, bomb(), Content_Encoding="gzip")

    def page_packed(self, query: dict[str, list[str]]) -> None:
        self.say(200, gzip.compress(b"Good evening"), Content_Encoding="gzip")

    def page_odd(self, query: dict[str, list[str]]) -> None:
        self.say(200, b"?", Content_Encoding="br")

    def page_nonsense(self, query: dict[str, list[str]]) -> None:
        self.wfile.write(b"\x00\xff this is no answer\r\n\r\n")


def bomb() -> bytes:
    """A fifth of a megabyte that unpacks to two hundred."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(BOMB_UNPACKED // (1024 * 1024)):
            file.write(bytes(1024 * 1024))
    return packed.getvalue()
