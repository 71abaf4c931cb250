"""Tags and filters of the components. No data access."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from django import template
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from galaxy.core.html import render

register = template.Library()

MIRRORED = {"arrow", "back", "out"}
# Part of what a browser says of itself, and its name; the first that fits, as most claim to be others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
# Where pages that are gone may still be read; we link there and never ask it.
WEB_ARCHIVE = "https://web.archive.org/web/2/"
TONES = {levels.SUCCESS: "good", levels.WARNING: "warn", levels.ERROR: "bad"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite; always beside words, so hidden from screen readers."""
    turns = " turns" if name in MIRRORED else ""
    sprite = static("img/icons.svg")
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', turns, sprite, name)


CHECK = (
    '<label class="check"><input type="checkbox" id="f-{0}-{1}" name="{0}" value="{1}"{2}>'
    '<span>{3}{4}</span><span class="count">{5}</span></label>\n'
)
GOAL = '<span class="goal g{0}" aria-hidden="true">{0}</span>'


@register.simple_tag
def checks(name: str, values: Iterable[Mapping[str, Any]]) -> SafeString:
    """The boxes of a facet; zero cannot be ticked. Written here because a page has hundreds of them."""
    rows = [
        CHECK.format(
            name,
            escape(str(value["value"])),
            " checked" if value.get("checked") else "" if value["count"] else " disabled",
            GOAL.format(value["goal"]) if value.get("goal") else "",
            escape(str(value["label"])),
            value["count"],
        )
        for value in values
    ]
    return SafeString("".join(rows))


@register.filter
def prose(text: str) -> SafeString:
    """Text that a person typed, as safe HTML with paragraphs, lists and links."""
    return render(text)


@register.filter
def archived(url: str) -> str:
    """Where a web archive would have the latest copy of this address."""
    return f"{WEB_ARCHIVE}{url}"


@register.filter
def names(items: Iterable[Any], limit: int = 3) -> str:
    """ "A, B and C", or "A, B, C and 4 more", as the language in force writes a list."""
    words = [str(item) for item in items]
    if len(words) > limit + 1:
        head = pgettext("between the names of a list", ", ").join(words[:limit])
        rest = len(words) - limit
        more = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", rest)
        return more % {"names": head, "count": rest}
    if len(words) < 2:
        return "".join(words)
    head = pgettext("between the names of a list", ", ").join(words[:-1])
    return gettext("%(names)s and %(last)s") % {"names": head, "last": words[-1]}


@register.filter
def device(agent: str) -> str:
    """ "Firefox on Android", from what a browser says of itself; the first words of that where it is unknown."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or agent[:60] or gettext("Unknown device")


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The numbers to offer: the ends, the neighbours, and a gap between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def tone(message: Message) -> str:
    """The class of a notice for a message of the framework; empty for plain information."""
    return TONES.get(message.level, "")


class Fan(NamedTuple):
    """Two columns of names and the arcs between them, in a square of 100 by 100."""

    givers: Sequence[str]
    receivers: Sequence[str]
    more_givers: int
    more_receivers: int
    arcs: list[str]


@register.filter
def fan(givers: Iterable[Any], receivers: Iterable[Any]) -> Fan:
    """At most nine names on a side; those left out share one last row."""
    left, more_left = _column(givers)
    right, more_right = _column(receivers)
    starts = _rows(len(left) + bool(more_left))
    ends = _rows(len(right) + bool(more_right))
    arcs = [f"M0 {start}C50 {start} 50 {end} 100 {end}" for start in starts for end in ends]
    return Fan(left, right, more_left, more_right, arcs)


def _column(items: Iterable[Any], limit: int = 9) -> tuple[list[str], int]:
    words = [str(item) for item in items]
    return (words, 0) if len(words) <= limit + 1 else (words[:limit], len(words) - limit)


def _rows(count: int) -> list[str]:
    return [f"{(row + 0.5) * 100 / count:g}" for row in range(count)]
