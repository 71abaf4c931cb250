"""As many requests for one address as two processes can make over eight connections, with as little work as can be."""

import multiprocessing
import socket
import time

PROCESSES, CONNECTIONS = 2, 4
END = b"\r\n\r\n"


def hammer(host: str, path: str, seconds: float, **headers: str) -> tuple[int, float]:
    """How many answers, and requests a second."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    started = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        answers = sum(pool.starmap(_ask, [(host, request, seconds)] * PROCESSES))
    return answers, answers / (time.perf_counter() - started)


def _ask(host: str, request: bytes, seconds: float) -> int:
    """All connections ask before the first answer is read."""
    name, _colon, port = host.partition(":")
    connections = [socket.create_connection((name, int(port))) for _ in range(CONNECTIONS)]
    end, answers = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        for connection in connections:
            connection.sendall(request)
        answers += sum(_read(connection) for connection in connections)
    return answers


def _read(connection: socket.socket) -> int:
    head, _end, body = _until_end_of_headers(connection)
    status, *fields = head.decode("latin-1").split("\r\n")
    assert status.split()[1] in {"200", "304"}, status
    length = next((field.split(":")[1] for field in fields if field.lower().startswith("content-length:")), "0")
    missing = int(length) - len(body) if " 304 " not in status else 0
    while missing > 0:
        missing -= len(connection.recv(missing))
    return 1


def _until_end_of_headers(connection: socket.socket) -> tuple[bytes, bytes, bytes]:
    data = b""
    while END not in data:
        received = connection.recv(65_536)
        assert received, "The server closed the connection."
        data += received
    return data.partition(END)
