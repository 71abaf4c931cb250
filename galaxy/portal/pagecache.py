"""Whole pages in memory for visitors who are not signed in: the first thing that a request meets.

A page is kept as it left the portal, with its headers and compressed, and is shown as long as it says what a new one
would: one statement tells. Only views that are marked as shared are kept (galaxy.core.pages).
"""

import datetime
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from galaxy.core.pages import View, is_shared, tells_mark, told_by
from galaxy.search import version
from galaxy.search.filters import SearchFilter
from galaxy.search.lately import Lately
from galaxy.taxonomy.labels import vocabulary

SECONDS = 30  # what no mark tells of (names of the vocabularies, vectors made in the background) is as old at most
PARAMETERS = {*SearchFilter.base_filters, "sort", "page", "all"}  # whatever else an address says, no shared page reads
LONGEST = 1_000  # letters of a query
PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")  # cookies of who may see something else than others
VARIES = {"accept-encoding", "cookie", "hx-request"}  # a page that varies by more is not kept
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language"}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
OVERHEAD = 3_000  # bytes that a page takes besides its content, about

Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Address:
    """All that a shared page depends on, besides the data. Its language is in the path."""

    is_secure: bool
    host: str
    path: str
    query: str
    is_part: bool
    is_compressed: bool


@dataclass(frozen=True)
class Basis:
    """The data that a page was made from. `waiting`: changes that the index does not have yet; None for any."""

    mark: Hashable
    waiting: int | None
    day: datetime.date
    names: int

    def holds(self, now: "Basis") -> bool:
        return now == (self if self.waiting is not None else replace(self, waiting=now.waiting))


@dataclass(frozen=True)
class Page:
    basis: Basis
    made_at: float
    content: bytes
    headers: dict[str, str]
    counted: Callable[[HttpRequest], None] | None

    def holds(self, now: Basis) -> bool:
        return self.basis.holds(now) and time.monotonic() - self.made_at < SECONDS

    def answer(self, request: HttpRequest) -> HttpResponse:
        if self.counted:
            self.counted(request)
        return HttpResponse(self.content, headers=self.headers)


@dataclass
class Asked:
    """What the middleware knows of a request that it has no page for. `basis`: None until it is known."""

    address: Address
    basis: Basis | None
    is_shared: bool = False
    conditions: dict[str, Any] = field(default_factory=dict)


class PageCacheMiddleware:
    """Half of the place is for addresses without a query, so that endless searches never drive those out."""

    def __init__(self, get_response: Handler) -> None:
        if not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.plain: Lately[Page] = Lately(settings.PAGE_CACHE_BYTES // 2)
        self.queried: Lately[Page] = Lately(settings.PAGE_CACHE_BYTES // 2)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = address_of(request)
        if address is None:
            return self.get_response(request)
        page = self._pages(address).get(address)
        now = read_basis() if page else None
        if page and now and page.holds(now):
            return conditional(request, page.answer(request))
        asked = Asked(address, now)
        vars(request)["asked"] = asked
        response = self.get_response(request)
        if not asked.is_shared:
            return response
        request.META.update(asked.conditions)
        self._keep(asked, response)
        return conditional(request, response)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        """A shared page is made as its address says without what means nothing, and whole."""
        asked: Asked | None = vars(request).get("asked")
        if asked is None or not is_shared(view):
            return
        asked.is_shared = True
        if not tells_mark(view):
            asked.basis = asked.basis or read_basis()
        asked.conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        request.META["QUERY_STRING"] = asked.address.query
        vars(request)["GET"] = QueryDict(asked.address.query)

    def _keep(self, asked: Asked, response: HttpResponse) -> None:
        told = told_by(response)
        basis = basis_of(told.mark) if told.mark else asked.basis
        if basis and may_be_kept(response):
            page = Page(basis, time.monotonic(), response.content, dict(response.items()), told.counted)
            self._pages(asked.address).put(asked.address, page, len(page.content) + OVERHEAD)

    def _pages(self, address: Address) -> Lately[Page]:
        return self.queried if address.query else self.plain


def address_of(request: HttpRequest) -> Address | None:
    """None where this visitor, or this request, is not like others."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or len(query) > LONGEST or "HTTP_AUTHORIZATION" in meta:
        return None
    if "HTTP_COOKIE" in meta and any(name in request.COOKIES for name in PERSONAL):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    is_compressed = bool(re_accepts_gzip.search(meta.get("HTTP_ACCEPT_ENCODING", "")))
    return Address(
        request.is_secure(), host, request.path, normalised(query), bool(meta.get("HTTP_HX_REQUEST")), is_compressed
    )


def normalised(query: str) -> str:
    """Names that pages read, in one order, with their values in the order given."""
    if not query:
        return ""
    pairs = [(name, value) for name, value in parse_qsl(query) if name in PARAMETERS]
    return urlencode(sorted(pairs, key=itemgetter(0)))


def read_basis() -> Basis | None:
    """One statement. None where nothing is indexed, or the database is away: then nothing is kept or shown."""
    found = version.with_waiting()
    return basis_of(*found) if found else None


def basis_of(mark: Hashable, waiting: int | None = None) -> Basis:
    return Basis(mark, waiting, timezone.now().date(), vocabulary.cleared)


def may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "ETag" in response
        and _words(response, "Vary") <= VARIES
        and not _words(response, "Cache-Control") & {"private", "no-store"}
    )


def _words(response: HttpResponse, header: str) -> set[str]:
    return {word.strip().lower() for word in response.get(header, "").split(",")} - {""}


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 without a body for who has this very page already."""
    changed = response.get("Last-Modified")
    found = get_conditional_response(
        request,
        etag=response.get("ETag"),
        last_modified=parse_http_date_safe(changed) if changed else None,
        response=response,
    )
    if found and found is not response:
        for name, value in response.items():
            if name not in OF_THE_BODY:
                found.headers.setdefault(name, value)
    return found or response
