"""Samples for the page that shows every component; the text is that of real records."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from galaxy.core.forms import WordsField

GOALS = [
    "No poverty",
    "Zero hunger",
    "Good health and well-being",
    "Quality education",
    "Gender equality",
    "Clean water and sanitation",
    "Affordable and clean energy",
    "Decent work and economic growth",
    "Industry, innovation and infrastructure",
    "Reduced inequalities",
    "Sustainable cities and communities",
    "Responsible consumption and production",
    "Climate action",
    "Life below water",
    "Life on land",
    "Peace, justice and strong institutions",
    "Partnerships for the Goals",
]
AFRICA = ["Benin", "Burkina Faso", "Cameroon", "Chad", "Djibouti", "Guinea", "Mali", "Niger"]
ISLANDS = [
    "Fiji",
    "Kiribati",
    "Marshall Islands",
    "Micronesia (Federated States of)",
    "Nauru",
    "Palau",
    "Papua New Guinea",
    "Samoa",
    "Solomon Islands",
    "Tonga",
    "Tuvalu",
    "Vanuatu",
]
ICONS = "check clock alert info search arrow back out print mail person building coins page edit bin plus lock globe"


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        max_length=120,
        label="Title",
        help_text="A name that says what was done and where. Up to 120 characters.",
    )
    results = WordsField(
        max_words=200,
        label="What changed?",
        help_text="One to three sentences. Who is better off, and how do you know?",
        error_messages={"required": "Say what changed, in at least one sentence."},
    )
    address = forms.URLField(
        label="Address of the practice",
        help_text="A public page or report. It begins with https://",
        assume_scheme="https",
        error_messages={"invalid": "Write the whole address, for example https://example.org/report."},
    )
    started = forms.CharField(required=False, label="Start", help_text="A year, a month or a day: 2019, 2019-05.")
    status = forms.ChoiceField(label="Status", choices=[("ongoing", "Ongoing"), ("completed", "Completed")])
    modality = forms.ChoiceField(
        label="Modality",
        choices=[("south_south", "South-South"), ("triangular", "Triangular")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the countries worked together."},
    )
    themes = forms.MultipleChoiceField(
        label="Themes",
        help_text="One to four.",
        choices=[("health", "Health"), ("energy", "Energy"), ("culture", "Culture")],
        widget=forms.CheckboxSelectMultiple,
    )
    picture = forms.ImageField(required=False, label="Cover picture")
    consent = forms.BooleanField(
        label="Everyone in the picture agreed to it",
        error_messages={"required": "Ask the people in the picture, or choose another."},
    )


def style(request: HttpRequest) -> HttpResponse:
    """For those who build the site: shown in debug mode only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "portal/style.html", samples(request))


def samples(request: HttpRequest) -> dict[str, Any]:
    """All that templates/portal/style.html shows."""
    return {
        "goals": [{"number": n, "name": name, "url": "#", "count": 22 - n} for n, name in enumerate(GOALS, 1)],
        "entries": _entries(),
        "fan": {"givers": ["Egypt", "Azerbaijan"], "receivers": AFRICA},
        "wide_fan": {"givers": ["India"], "receivers": ISLANDS},
        "facts": [
            ("Period", "2008 to date, ongoing"),
            ("Modality", "South-South"),
            ("Lead", format_html('<a href="#">{}</a>', "Islamic Development Bank")),
            ("Funding", ""),
            ("Permanent address", "SSG-S-000038"),
        ],
        "figures": [("106", "countries give or receive"), ("67", "solutions"), ("222", "exchanges")],
        "facets": _facets(),
        "badges": [{"label": "Evidence-backed", "proven": True}, {"label": "Promising", "proven": False}],
        "chips": [{"label": "Zero hunger", "url": "#"}, {"label": "Checked since 2025", "url": "#"}],
        "page": Paginator(range(900), 20).page(7),
        "steps": [{"label": f"Step {n}", "url": "#", "done": n < 3, "current": n == 3} for n in range(1, 8)],
        "stations": _stations(),
        "tabs": [{"label": "Offers (4)", "url": "#", "current": True}, {"label": "Seeks (0)", "url": "#"}],
        "columns": ["Role", "Countries", "Organizations"],
        "rows": [["Gives", "Egypt, Azerbaijan", "Azerbaijan International Development Agency"]],
        "crumbs": [("#", "Home"), ("#", "Solutions"), ("#", "Health")],
        "related": [{"url": "#", "title": "Better hospitals through 5S-KAIZEN-TQM", "reason": "Same Goal 3"}],
        "form": SampleForm({"title": "Sharing eye care", "address": "no address", "status": "ongoing"}),
        "key": ["none", "1", "2 or 3", "4 or 5", "6 and more"],
        "icons": ICONS.split(),
    }


def _entries() -> list[dict[str, Any]]:
    return [
        {
            "kind": "Good practice",
            "meta": ["2011 to date"],
            "url": "#",
            "title": mark_safe("Peer support for Mozambique's <mark>school feeding</mark> strategy"),
            "givers": ["Brazil"],
            "receivers": ["Bangladesh", "Gambia", "Mozambique", "Togo", "Indonesia"],
            "snippet": mark_safe(
                "Mozambique wanted a lasting national <mark>school feeding</mark> strategy that links "
                "<mark>schools</mark>, farmers, health and emergency planning. …"
            ),
            "goals": [{"number": 2, "name": GOALS[1]}, {"number": 4, "name": GOALS[3]}],
            "foot": ["WFP Centre of Excellence against Hunger Brazil"],
            "due": "Not verified since May 2025",
            "badges": [{"label": "Evidence-backed", "proven": True}],
        },
        {
            "kind": "Organization",
            "meta": ["Jordan"],
            "url": "#",
            "title": "الوكالة الأردنية للتعاون",
            "language": "ar",
            "foreign": "Text in Arabic",
            "foot": ["5 solutions", "Verified organization"],
        },
        {
            "kind": "Funding",
            "meta": ["Open by agreement"],
            "url": "#",
            "title": "India, Brazil and South Africa Facility for Poverty and Hunger Alleviation",
            "snippet": "The three countries each give about one million dollars a year for replicable projects.",
            "goals": [{"number": n, "name": GOALS[n - 1]} for n in (1, 2, 3, 6)],
        },
    ]


def _facets() -> list[dict[str, Any]]:
    kinds = [("solution", "Solutions", 6), ("organization", "Organizations", 8), ("expert", "Experts", 0)]
    goals = [(2, 6), (4, 5), (17, 2)]
    return [
        {
            "name": "kind",
            "label": "Kind",
            "open": True,
            "values": [{"value": v, "label": word, "count": n, "checked": n == 8} for v, word, n in kinds],
        },
        {
            "name": "goal",
            "label": "Goal",
            "open": True,
            "values": [{"value": g, "goal": g, "label": GOALS[g - 1], "count": n} for g, n in goals],
            "more_url": "#",
        },
        {"name": "language", "label": "Language", "values": []},
    ]


def _stations() -> list[dict[str, Any]]:
    return [
        {"label": "Sent", "note": "12 November 2026, by you", "done": True},
        {"label": "First reading", "note": "After 3 working days", "done": True, "current": True},
        {"label": "Published", "note": "Found by search within a minute"},
    ]
