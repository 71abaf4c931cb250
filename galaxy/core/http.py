"""Who asks."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client; what it says of itself counts only as far as GALAXY_TRUSTED_PROXIES go."""
    peer = request.META.get("REMOTE_ADDR", "")
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    address = said[-trusted] if 0 < trusted <= len(said) else peer
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - unknown clients share one limit; nothing is bound to it
