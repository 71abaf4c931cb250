"""Answers when something went wrong."""

import errno
import sys

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg.errors import UndefinedTable
from psycopg_pool import PoolTimeout

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database is away or the disk full, else 500. Neither page needs a database."""
    if is_passing(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})
    return HttpResponse(render_to_string("500.html"), status=500)


def is_passing(error: BaseException | None) -> bool:
    """Whether it is a fault of the machines around, which goes away; a missing table is one not migrated yet."""
    if isinstance(error, ProgrammingError):
        return isinstance(error.__cause__, UndefinedTable)
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, (OperationalError, InterfaceError, PoolTimeout))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own asks for the token of the form, and fails where the form cannot be read."""
    return refusal(400)


def refusal(status: int) -> HttpResponse:
    """The page of this status, which needs neither request nor database."""
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: nothing was changed, and the page says how to go on."""
    return HttpResponse(render_to_string("403.html", {"token": True}, request=request), status=403)
