"""Answers when something went wrong."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database is away, else 500. Neither page needs a database."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout)):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: nothing was changed, and the page says how to go on."""
    return HttpResponse(render_to_string("403.html", {"token": True}, request=request), status=403)
