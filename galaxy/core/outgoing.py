"""Requests to servers of others: the only module that opens a connection to one.

A name is resolved once, every address that it has is checked, and the connection goes to an address that was checked: a
name that answers differently a moment later gains nothing. Each redirect is a request of its own and is checked again.
Time and size are bounded over all of it, certificates are verified, and nothing that could identify a person is sent.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.db import models
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}
CHUNK = 64 * 1024
UNPACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Of the protocols themselves; some versions of Python call them public.
RESERVED = [ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24")]
# Ways to write an address of the fourth version into one of the sixth that lead who knows where.
TUNNELS = [ipaddress.IPv6Network(net) for net in ("::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")]

# Names that end so are known inside a network alone.
INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Turn = Callable[[str], None]

# A resolver knows no deadline: who waits for it does.
_resolvers = ThreadPoolExecutor(8, thread_name_prefix="resolver")


class Problem(models.TextChoices):
    """Why there is no answer."""

    ADDRESS = "address", _("The portal may not ask this address")
    NAME = "name", _("Its name is not known")
    CONNECTION = "connection", _("No connection")
    CERTIFICATE = "certificate", _("Its certificate is not valid")
    TIME = "time", _("It took too long")
    REDIRECTS = "redirects", _("It leads round in circles")
    SIZE = "size", _("The answer is too large")
    ANSWER = "answer", _("The answer cannot be read")


class Failed(Exception):
    """There is no answer, or none that may be read."""

    def __init__(self, problem: Problem, detail: object = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Limits:
    """`seconds`: over all redirects together. `size`: bytes of the unpacked body; 0 reads none."""

    seconds: float = 20
    size: int = 2 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """`url`: where the redirects have led. Names of headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Target:
    """An address taken apart, as far as its text alone can be trusted."""

    url: str
    parts: SplitResult
    host: str
    port: int

    @property
    def path(self) -> str:
        query = f"?{self.parts.query}" if self.parts.query else ""
        return iri_to_uri(f"{self.parts.path or '/'}{query}")

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.parts.scheme] else f"{host}:{self.port}"


def fetch(url: str, *, method: str = "GET", limits: Limits | None = None, turn: Turn | None = None) -> Answer:
    """The answer after all redirects. Raises Failed. `turn` is told each host before it is asked, and may wait."""
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    for _hop in range(MOST_REDIRECTS + 1):
        target = target_of(url)
        if turn:
            began = time.monotonic()
            turn(target.host)
            deadline += time.monotonic() - began
        answer = _ask(target, method, limits, deadline)
        location = answer.headers.get("location", "")
        if answer.status not in REDIRECTS or not location:
            return answer
        url = urljoin(url, location)
    raise Failed(Problem.REDIRECTS, url)


def target_of(url: str) -> Target:
    """Refuses what no request could make good: other schemes, names and passwords in the address, no host."""
    try:
        parts = urlsplit(url.strip())
        host = _host(parts.hostname or "")
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Failed(Problem.ADDRESS, error) from error
    if parts.scheme not in PORTS or not host or parts.username is not None or parts.password is not None:
        raise Failed(Problem.ADDRESS, url)
    return Target(url, parts, host, port)


def leads_inside(url: str) -> bool:
    """Whether its text alone says that no reader could open it: nobody is asked, so a name may still lead inside."""
    try:
        host = target_of(url).host.lower()
        address = _literal(host)
    except Failed:
        return True
    if address is None:
        return host == "localhost" or host.endswith(INSIDE)
    return not (is_public(address) or _is_own(address))


def _literal(host: str) -> Address | None:
    """The address that a host is, in any of the ways to write one; None for a name."""
    for read in (ipaddress.ip_address, lambda text: ipaddress.IPv4Address(socket.inet_aton(text))):
        with suppress(ValueError, OSError):
            return read(host)
    return None


def _host(name: str) -> str:
    """As the network knows it: letters of other scripts in ASCII, without the dot that may end it."""
    name = name.rstrip(".")
    return name if name.isascii() else name.encode("idna").decode()


def is_public(address: Address) -> bool:
    """Whether it is somewhere on the internet, and not inside the network of the portal."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
        if any(address in tunnel for tunnel in TUNNELS):
            return False
    elif any(address in network for network in RESERVED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_link_local)


def _ask(target: Target, method: str, limits: Limits, deadline: float) -> Answer:
    try:
        with closing(_connected(target, deadline)) as connected:
            connection: Any = http.client.HTTPConnection(target.host, target.port)
            connection.sock = _Wire(connected, deadline)
            connection.request(method, target.path, headers=_headers(target))
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            wanted = limits.size and response.status not in REDIRECTS
            return Answer(target.url, response.status, headers, _body(response, limits.size) if wanted else b"")
    except ssl.SSLError as error:
        raise Failed(Problem.CERTIFICATE, error) from error
    except TimeoutError as error:
        raise Failed(Problem.TIME, target.url) from error
    except OSError as error:
        raise Failed(Problem.CONNECTION, error) from error
    except (http.client.HTTPException, ValueError, zlib.error) as error:
        raise Failed(Problem.ANSWER, error) from error


def _headers(target: Target) -> dict[str, str]:
    return {
        "Host": target.host_header,
        "User-Agent": f"GalaxyPortal/1.0 (+{settings.BASE_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Wire(io.RawIOBase):
    """A socket as http.client takes it, on which all waiting ends at the deadline, however little comes at a time."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = connected, deadline

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(_left(self._deadline))
        return self._socket.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """Left to who has connected: http.client closes before it has read the body."""


def _connected(target: Target, deadline: float) -> socket.socket:
    """To the first of the checked addresses that can be reached."""
    problem: OSError = ConnectionRefusedError(target.host)
    for address in _checked(target, deadline):
        try:
            plain = socket.create_connection((str(address), target.port), timeout=_left(deadline))
        except TimeoutError:
            raise
        except OSError as error:
            problem = error
        else:
            return _secured(plain, target)
    raise problem


def _secured(plain: socket.socket, target: Target) -> socket.socket:
    if target.parts.scheme == "http":
        return plain
    try:
        return _certificates().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


@lru_cache(1)
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _checked(target: Target, deadline: float) -> list[Address]:
    """What the name stands for, where all of it may be asked."""
    addresses = list(dict.fromkeys(_resolved(target, deadline)))
    if not addresses:
        raise Failed(Problem.NAME, target.host)
    if not all(_is_own(address) for address in addresses) and not (
        target.port in PORTS.values() and all(is_public(address) or _is_own(address) for address in addresses)
    ):
        raise Failed(Problem.ADDRESS, target.url)
    return addresses


def _resolved(target: Target, deadline: float) -> Iterator[Address]:
    asked = _resolvers.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM)
    try:
        found = asked.result(_left(deadline))
    except socket.gaierror as error:
        raise Failed(Problem.NAME, error) from error
    for _family, _type, _protocol, _name, place in found:
        yield ipaddress.ip_address(str(place[0]).partition("%")[0])


def _is_own(address: Address) -> bool:
    """In a network that the operator has opened to the portal."""
    return any(address in ipaddress.ip_network(net, strict=False) for net in settings.OUTGOING_NETWORKS)


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """Unpacked as it comes, never more than this and one byte in memory."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding != "identity" and encoding not in UNPACKED:
        raise Failed(Problem.ANSWER, encoding)
    unpacker = zlib.decompressobj(UNPACKED[encoding]) if encoding in UNPACKED else None
    body = bytearray()
    while chunk := response.read(CHUNK):
        body += unpacker.decompress(chunk, most + 1 - len(body)) if unpacker else chunk
        if len(body) > most:
            raise Failed(Problem.SIZE, response.status)
    return bytes(body)
