"""The least that a server can do: the same bytes each time, as many as the address says. /?20000"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]


@cache
def body(size: str) -> bytes:
    return b"x" * int(size)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    content = body(environ["QUERY_STRING"] or "0")
    start_response("200 OK", [*HEADERS, ("Content-Length", str(len(content)))])
    return [content]
