"""What holds for every request and answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from galaxy.core.views import refusal

Handler = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)


class SafeRequestMiddleware:
    """Refuse what no page can answer: other methods, a NUL in the address, a body over the limit."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal(400)
        if self._length(request) > settings.MAX_BODY_BYTES:
            return refusal(413)
        return self.get_response(request)

    @staticmethod
    def _length(request: HttpRequest) -> int:
        value = request.META.get("CONTENT_LENGTH") or "0"
        return int(value) if value.isdecimal() else 0


class HeadersMiddleware:
    """Headers that every answer carries; pages of a signed-in person are kept by nobody."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            add_never_cache_headers(response)
            patch_vary_headers(response, ["Cookie"])
        return response


class LanguageInAddressMiddleware(LocaleMiddleware):
    """The address alone says the language; only an address without one asks the browser. No cookie is read."""

    def process_request(self, request: HttpRequest) -> None:
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
        super().process_request(request)
