"""The home page, and what the site is."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from galaxy.core.pages import Told, shared, tell
from galaxy.portal import figures
from galaxy.portal.sky import sky
from galaxy.search import state, version
from galaxy.search.entries import entry
from galaxy.search.models import Document
from galaxy.search.state import State
from galaxy.taxonomy.labels import Vocabulary, vocabulary
from galaxy.taxonomy.worldmap import legend, world_svg

LATEST = 4
# Arcs of the constellation come from so many of the latest solutions.
CONSTELLATION = 120
# More arcs than these in bold cannot be told apart.
MOST_RECEIVERS = 15


@shared(tells_mark=True)
def home(request: HttpRequest) -> HttpResponse:
    """One statement; one more after a change of the index, for the latest solutions."""
    mark = version.current()
    response = render(request, "portal/home.html", _kept(mark))
    tell(response, Told(mark))
    return response


def _kept(mark: uuid.UUID | None) -> dict[str, Any]:
    """What the page shows: made once for each state of the index and day, and kept beside the names that it shows."""
    words, key = vocabulary(), (mark, timezone.now().date())
    if words.derived.get(home, (None, None))[0] != key:
        shown = _shown(state.current(mark), words)
        words.derived[home] = key, {**shown, "body": render_to_string("portal/home_body.html", shown)}
    return words.derived[home][1]


def _shown(held: State, words: Vocabulary) -> dict[str, Any]:
    """The latest solutions are read; their arcs make the constellation."""
    numbers = figures.read(held)
    latest = list(Document.objects.filter(kind="solution").order_by("-published_at", "-pk")[:CONSTELLATION])
    return {
        "numbers": numbers,
        "goals": [
            {"number": goal.number, "name": goal.name, "url": goal.url, "count": numbers.goals[goal.code]}
            for goal in words.goals.values()
        ],
        "regions": [(region, numbers.regions[region.code]) for region in words.regions.values()],
        "map": world_svg(numbers.countries),
        "steps": [_("none"), *(label for _class, label in legend(numbers.countries))],
        "latest": [entry(document, words) for document in latest[:LATEST]],
        "figures": [
            (len(numbers.countries), _("countries give or receive")),
            (numbers.kinds["solution"], _("solutions with a named source")),
            (numbers.exchanges, _("exchanges between two countries")),
            (sum(1 for count in numbers.goals.values() if count), _("of 17 Goals covered")),
        ],
        **_constellation(latest, words),
    }


def _constellation(latest: list[Document], words: Vocabulary) -> dict[str, Any]:
    """The drawing, and the solution it tells of: with one giver, and as many receivers as can be told apart."""
    exchanges = [(document.card["gives"], document.card["receives"]) for document in latest]
    tellable = [document for document in latest if len(document.card["gives"]) == 1 and document.card["receives"]]
    if not tellable:
        return {"sky": None, "told": None}
    told = max(tellable, key=_legible)
    return {"sky": sky(exchanges, (told.card["gives"], told.card["receives"])), "told": entry(told, words)}


def _legible(document: Document) -> int:
    receivers = len(document.card["receives"])
    return receivers if receivers <= MOST_RECEIVERS else -receivers


@shared
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")
