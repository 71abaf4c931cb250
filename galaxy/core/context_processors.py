"""Name of the site, languages and navigation: what the frame of every page needs, without a query."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

OWN_NAMES = {
    "ar": "عربي",
    "zh-hans": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
MENU = [
    ("portal:solutions", _("Solutions")),
    ("portal:organizations", _("Organizations")),
    ("portal:funding", _("Funding")),
    ("portal:countries", _("Countries")),
    ("portal:about", _("About")),
]
ACCOUNT = [
    ("accounts:home", _("My page")),
    ("notifications:inbox", _("Messages")),
    ("accounts:profile", _("Profile and security")),
    ("account_logout", pgettext_lazy("in the menu", "Sign out")),
]
FOOT = [
    (
        _("Find"),
        [
            ("portal:search", _("Search everything")),
            ("portal:goals", _("By Goal")),
            ("portal:themes", _("By theme")),
            ("portal:regions", _("By region")),
            ("portal:groups", _("By country group")),
            ("portal:publications", _("Publications")),
            ("portal:think_tanks", _("Think tanks")),
        ],
    ),
    (
        _("Take part"),
        [
            ("partners:register", _("Register an organization")),
            ("solutions:create", _("Share a solution")),
            ("library:create", _("Add a publication")),
            ("imports:start", _("Work offline")),
            ("account_login", _("Sign in")),
        ],
    ),
    (
        _("About"),
        [
            ("portal:about", _("About this site")),
            ("portal:about#review", _("How we review")),
            ("portal:about#accessibility", _("Accessibility")),
            ("portal:about#privacy", _("Privacy")),
        ],
    ),
]
DISCLAIMER = _("An independent demonstration. This is not an official website of the United Nations.")


def site(request: HttpRequest) -> dict[str, Any]:
    """Adds `portal`, `languages` and `navigation`; reads settings and the address only."""
    return {
        "portal": {
            "name": settings.SITE_NAME,
            "operator": settings.SITE_OPERATOR,
            "disclaimer": settings.SITE_DISCLAIMER or DISCLAIMER,
            "contact": settings.SITE_CONTACT,
            "address": settings.BASE_URL,
            "outbox": _reverse("outbox") if settings.EMBEDDED else "",
        },
        "languages": _languages(request),
        "navigation": _navigation(request),
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The six, in the order of the United Nations, each leading to this page with its query."""
    current = get_language()
    here = request.get_full_path()
    prefix = f"/{current}/"
    rest = here.removeprefix(prefix) if here.startswith(prefix) else ""
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": f"/{code}/{rest}",
            "path": f"/{code}/{rest.partition('?')[0]}",
            "current": code == current,
        }
        for code, _label in settings.LANGUAGES
    ]


def _navigation(request: HttpRequest) -> dict[str, Any]:
    return {
        "home": _reverse("portal:home") or "/",
        "menu": _links(MENU, request.path),
        "foot": [{"title": title, "links": _links(links, request.path)} for title, links in FOOT],
        "search": _reverse("portal:search"),
        "share": _reverse("solutions:create"),
        "sign_in": _reverse("account_login"),
        "account": _links(ACCOUNT, request.path),
        "review": _reverse("admin:index"),
    }


def _links(entries: Iterable[tuple[str, Any]], path: str) -> list[dict[str, Any]]:
    """Only what is mounted: a portal without an app has a menu without its entry."""
    found = [(_reverse(name), label) for name, label in entries]
    return [
        {"url": url, "label": label, "current": "page" if url == path else "true" if path.startswith(url) else ""}
        for url, label in found
        if url
    ]


def _reverse(name: str) -> str:
    """The address of a view, with its part of the page where the name has one; empty where it is not mounted."""
    view, mark, part = name.partition("#")
    try:
        return f"{reverse(view)}{mark}{part}"
    except NoReverseMatch:
        return ""
