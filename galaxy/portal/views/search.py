"""Search, and the list of each kind: one view of the index. Other pages of lists come through render_results."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from galaxy.core.pages import Counted, Told, shared, tell
from galaxy.search import querylog
from galaxy.search.corrections import FEW, Correction, corrections
from galaxy.search.entrypoints import entry_points
from galaxy.search.filters import APART, SearchFilter
from galaxy.search.results import Results, find


@shared(tells_mark=True)
def search(request: HttpRequest) -> HttpResponse:
    return render_results(request, "portal/search.html", {})


@shared(tells_mark=True)
def solutions(request: HttpRequest) -> HttpResponse:
    lead = _("What countries and organizations did, what came of it, and what it needs elsewhere.")
    preset = {"kind": ["solution"], "quality": [f"{APART}promising"]}
    has_apart = "promising" not in request.GET.getlist("quality")
    return render_results(
        request, "portal/search.html", preset, {"title": _("Solutions"), "lead": lead, "has_apart": has_apart}
    )


@shared(tells_mark=True)
def organizations(request: HttpRequest) -> HttpResponse:
    lead = _("Who shares, seeks or funds cooperation, and where to find them.")
    listed = {"title": _("Organizations"), "lead": lead}
    return render_results(request, "portal/search.html", {"kind": ["organization"]}, listed)


@shared(tells_mark=True)
def funding(request: HttpRequest) -> HttpResponse:
    lead = _("Funds, programmes and schemes that pay for cooperation or support it in kind.")
    return render_results(request, "portal/search.html", {"kind": ["channel"]}, {"title": _("Funding"), "lead": lead})


def publications(request: HttpRequest) -> HttpResponse:
    lead = _("Reports, briefs, toolkits, courses and data that organizations share.")
    listed = {"title": _("Publications"), "lead": lead}
    return render_results(request, "portal/publications.html", {"kind": ["publication"]}, listed)


def render_results(
    request: HttpRequest,
    template: str,
    preset: Mapping[str, Sequence[str]],
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page of results; a script that asks gets the changing part alone. `template` extends portal/search.html."""
    results = find(request.GET, preset=preset)
    context = {
        "results": results,
        "results_url": request.path,
        "tally": _tally(results, preset),
        "entry_points": entry_points(results.words, results.mark),
        "correction": _correction(request, results, preset),
        **(extra or {}),
    }
    if request.headers.get("HX-Request"):
        response = render(request, "portal/search_results.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}{results.canonical}"
    else:
        response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    counted = _counted(request, results, preset)
    if counted:
        counted(request)
    tell(response, Told(results.mark, counted))
    return response


def _correction(request: HttpRequest, results: Results, preset: Mapping[str, Sequence[str]]) -> Correction | None:
    """Other words for a search that found little."""
    if not results.words or results.total > FEW:
        return None
    return corrections(SearchFilter(request.GET, preset), results.total)


def _counted(request: HttpRequest, results: Results, preset: Mapping[str, Sequence[str]]) -> Counted | None:
    """Counts what was searched, for each reader, once and not for each page of results. What only comes near is no
    answer."""
    if not results.words or results.page.number != 1:
        return None
    filters = {name for name in SearchFilter.base_filters if request.GET.get(name)} - {"q"}
    noted = partial(
        querylog.note,
        results.words,
        language=get_language() or "",
        filters=filters | set(preset),
        results=results.with_words,
    )
    return lambda reader: noted(agent=reader.headers.get("User-Agent", ""))


def _tally(results: Results, preset: Mapping[str, Sequence[str]]) -> str:
    """The number of results, in words."""
    count, words = results.total, results.words
    if words:
        text = ngettext("%(count)s result for “%(words)s”", "%(count)s results for “%(words)s”", count)
    elif preset.get("kind") == ["solution"]:
        text = ngettext("%(count)s solution", "%(count)s solutions", count)
    elif preset.get("kind") == ["organization"]:
        text = ngettext("%(count)s organization", "%(count)s organizations", count)
    elif preset.get("kind") == ["channel"]:
        text = ngettext("%(count)s funding channel", "%(count)s funding channels", count)
    elif preset.get("kind") == ["publication"]:
        text = ngettext("%(count)s publication", "%(count)s publications", count)
    else:
        text = ngettext("%(count)s record", "%(count)s records", count)
    return text % {"count": count, "words": words}
