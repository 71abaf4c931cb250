"""What crawlers read first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# Search results with filters are endless; the pages behind them are in the site map.
CLOSED = ["*/search/*?*", "*/account/", "*/notifications/", "*/review/", "*/admin/", "/outbox/"]


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {settings.BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
