"""Ways in: Goals, themes, regions, country groups and countries. Each page is the list of its records, preset."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from galaxy.core.pages import shared
from galaxy.portal.views.search import render_results
from galaxy.search.counting import count
from galaxy.search.filters import SearchFilter
from galaxy.taxonomy.labels import CountryTerm, folded, vocabulary
from galaxy.taxonomy.models import CountryGroupMembership

SOLUTIONS = {"kind": ["solution"]}


@dataclass(frozen=True)
class Holding:
    """A member of a group, as the page of the group tells it."""

    country: CountryTerm
    since: datetime.date | None
    until: datetime.date | None
    is_associate: bool
    note: str


@shared
def goals(request: HttpRequest) -> HttpResponse:
    counts = _solutions("goal")
    rows = [
        {"number": goal.number, "name": goal.name, "url": goal.url, "count": counts[goal.code]}
        for goal in vocabulary().goals.values()
    ]
    return render(request, "portal/goals.html", {"goals": rows})


@shared(tells_mark=True)
def goal(request: HttpRequest, number: int) -> HttpResponse:
    term = vocabulary().goals.get(number)
    if term is None:
        raise Http404
    crumbs = _crumbs("portal:goals", _("Goals"))
    extra = {"title": term.name, "goal": term, "targets": vocabulary().targets_of(number), "crumbs": crumbs}
    return render_results(request, "portal/goal.html", {"goal": [str(number)]}, extra)


@shared
def themes(request: HttpRequest) -> HttpResponse:
    counts = _solutions("theme")
    rows = [(term, counts[term.code]) for term in vocabulary().theme_list]
    return render(
        request, "portal/terms.html", {"title": _("Themes"), "rows": rows, "lead": _("What solutions are about.")}
    )


@shared(tells_mark=True)
def theme(request: HttpRequest, code: str) -> HttpResponse:
    words = vocabulary()
    if code not in words.themes:
        raise Http404
    term = words.themes[code]
    extra = {
        "title": term.name,
        "kind": _("Theme"),
        "goals": [words.goals[number] for number in term.goals],
        "crumbs": _crumbs("portal:themes", _("Themes")),
    }
    return render_results(request, "portal/term.html", {"theme": [code]}, extra)


@shared
def regions(request: HttpRequest) -> HttpResponse:
    counts = _solutions("region")
    rows = [(term, counts[term.code]) for term in vocabulary().regions.values()]
    lead = _("The regions of the United Nations development system. A country may be in two.")
    return render(request, "portal/terms.html", {"title": _("Regions"), "rows": rows, "lead": lead})


@shared(tells_mark=True)
def region(request: HttpRequest, code: str) -> HttpResponse:
    words = vocabulary()
    if code not in words.regions:
        raise Http404
    extra = {
        "title": words.regions[code].name,
        "kind": _("Region"),
        "countries": words.region_countries(code),
        "crumbs": _crumbs("portal:regions", _("Regions")),
    }
    return render_results(request, "portal/term.html", {"region": [code]}, extra)


@shared
def groups(request: HttpRequest) -> HttpResponse:
    counts = _solutions("group")
    rows = [(term, counts[term.code]) for term in vocabulary().group_list]
    lead = _("Groups of countries, with their members as of today.")
    return render(request, "portal/terms.html", {"title": _("Country groups"), "rows": rows, "lead": lead})


@shared(tells_mark=True)
def group(request: HttpRequest, code: str) -> HttpResponse:
    """Members as of today, since when, who leaves next and who has left."""
    words = vocabulary()
    if code not in words.groups:
        raise Http404
    today = timezone.now().date()
    held = [row for row in words.memberships if row.group_id == code]
    extra = {
        "title": words.groups[code].name,
        "kind": _("Country group"),
        "group": words.groups[code],
        "today": today,
        "members": _holdings(row for row in held if row.holds_on(today)),
        "leavers": _holdings(row for row in held if row.valid_to and row.valid_to <= today),
        "crumbs": _crumbs("portal:groups", _("Country groups")),
    }
    return render_results(request, "portal/group.html", {"group": [code]}, extra)


@shared
def countries(request: HttpRequest) -> HttpResponse:
    """Every country and area with its figures: also the table behind the map."""
    values = count(SearchFilter(QueryDict(), SOLUTIONS)).values
    organizations = count(SearchFilter(QueryDict(), {"kind": ["organization"]})).values["country"]
    words = vocabulary()
    sections = [
        (region, [_country_row(country, values, organizations) for country in words.region_countries(region.code)])
        for region in words.regions.values()
    ]
    elsewhere = [country for country in words.country_list if not country.regions]
    others = [_country_row(country, values, organizations) for country in elsewhere]
    return render(request, "portal/countries.html", {"sections": [*sections, (_("Other countries and areas"), others)]})


@shared(tells_mark=True)
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    words = vocabulary()
    code = iso3.upper()
    if code not in words.countries or not words.countries[code].listed:
        raise Http404
    if iso3 != code:
        return redirect("portal:country", code, permanent=True)
    term = words.countries[code]
    values = count(SearchFilter(QueryDict(), {"country": [code]})).values
    extra = {
        "title": term.name,
        "kind": _("Country or area"),
        "country": term,
        "figures": _country_figures(values, code),
        "ways": _country_ways(values, code),
        "regions": [words.regions[name] for name in term.regions],
        "groups": [words.groups[name] for name in words.country_groups(code, timezone.now().date())],
        "crumbs": _crumbs("portal:countries", _("Countries")),
    }
    return render_results(request, "portal/country.html", {"country": [code]}, extra)


def _crumbs(view: str, label: str) -> list[tuple[str, str]]:
    return [(reverse("portal:home"), _("Home")), (reverse(view), label)]


def _holdings(rows: Iterable[CountryGroupMembership]) -> list[Holding]:
    """By name of the country."""
    words = vocabulary()
    found = [
        Holding(
            country=words.countries[row.country_id],
            since=row.valid_from,
            until=row.valid_to,
            is_associate=row.role == CountryGroupMembership.Role.ASSOCIATE,
            note=row.note,
        )
        for row in rows
    ]
    return sorted(found, key=lambda holding: folded(holding.country.name))


def _country_figures(values: Mapping[str, Counter[str]], code: str) -> list[tuple[int, str]]:
    return [
        (values["gives"][code], _("solutions it gives")),
        (values["receives"][code], _("solutions it receives")),
        (values["kind"]["organization"], _("organizations")),
        (values["kind"]["channel"], _("funding channels for it alone")),
    ]


def _country_ways(values: Mapping[str, Counter[str]], code: str) -> list[tuple[str, str, int]]:
    """Links to the search for what it gives and receives, where there is some."""
    found = [
        (_("What it gives"), "gives", values["gives"][code]),
        (_("What it receives"), "receives", values["receives"][code]),
    ]
    return [(label, f"{reverse('portal:search')}?{name}={code}", number) for label, name, number in found if number]


def _solutions(facet: str) -> Counter[str]:
    """Public solutions for each value of one facet; one statement."""
    return count(SearchFilter(QueryDict(), SOLUTIONS)).values[facet]


def _country_row(
    country: CountryTerm, values: Mapping[str, Counter[str]], organizations: Counter[str]
) -> dict[str, Any]:
    return {
        "country": country,
        "gives": values["gives"][country.code],
        "receives": values["receives"][country.code],
        "solutions": values["country"][country.code],
        "organizations": organizations[country.code],
    }
