"""The public page of an organization."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from galaxy.core.pages import shared
from galaxy.moderation.addresses import other_answer
from galaxy.moderation.services import may_review
from galaxy.search.entries import entry
from galaxy.search.models import Document
from galaxy.taxonomy.labels import Term, vocabulary
from partners.models import CooperationRole, Membership, Organization

LATEST = 10


@shared
@require_safe
def detail(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Two statements for a visitor; one more to know a member."""
    organization = get_object_or_404(Organization.objects.for_detail().by_public_id(public_id))
    membership = _membership(request, organization)
    may_see = membership is not None or (request.user.is_authenticated and may_review(request.user))
    if answer := other_answer(request, organization, may_see=may_see):
        return answer
    documents = _latest(organization)
    words = vocabulary()
    context = {
        "organization": organization,
        "membership": membership,
        "source": organization.provenance.get("source_url", ""),
        "seat": words.label("country", organization.country_id) if organization.country_id else "",
        "offices": _offices(organization),
        "facts": _facts(organization),
        "goals": [words.goals[number] for number in organization.goal_numbers],
        "entries": [_entry(document, organization) for document in documents],
        **_shared_with(documents),
        "count": documents[0].count if documents else 0,
        "all_url": f"{reverse('portal:search')}?organization={organization.pk}",
        "crumbs": [(reverse("portal:home"), _("Home")), (reverse("portal:organizations"), _("Organizations"))],
    }
    return render(request, "partners/organization_detail.html", context)


def _membership(request: HttpRequest, organization: Organization) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    return Membership.objects.active().filter(organization=organization, user=request.user).first()


def _latest(organization: Organization) -> list[Any]:
    """The latest of its solutions and channels, each with the count of all."""
    documents = Document.objects.filter(facets__contains=[f"organization:{organization.pk}"])
    counted = documents.annotate(count=Window(Count("*")))
    return list(counted.order_by("-published_at", "-pk")[:LATEST])


def _entry(document: Any, organization: Organization) -> dict[str, Any]:
    """As in any list, without the name that stands over the page."""
    shown = entry(document, vocabulary())
    return {**shown, "foot": [word for word in shown.get("foot", []) if word != organization.name]}


def _shared_with(documents: list[Any]) -> dict[str, list[str]]:
    """The countries that give and receive in the solutions that are shown, as components/fan.html takes them."""
    words = vocabulary()

    def names(role: str) -> list[str]:
        codes = dict.fromkeys(code for document in documents for code in document.card.get(role, []))
        return [words.label("country", code) for code in codes]

    return {"givers": names("gives"), "receivers": names("receives")}


def _offices(organization: Any) -> list[dict[str, str]]:
    """Confirmed offices with the names of their countries."""
    words = vocabulary()
    return [
        {
            "url": Organization(pk=row["pk"], name=row["name"]).get_absolute_url(),
            "name": row["name"],
            "country": words.label("country", row["country"]) if row["country"] else "",
        }
        for row in organization.office_rows
    ]


def _facts(organization: Any) -> list[tuple[str, Any]]:
    words = vocabulary()
    roles = dict(CooperationRole.choices)
    return [
        (_("Type"), organization.get_type_display()),
        (_("Seat"), _linked([words.countries[organization.country_id]] if organization.country_id else [])),
        (_("Works in"), _linked([words.countries[code] for code in organization.country_codes])),
        (_("Role in cooperation"), _words(roles[role] for role in organization.role_in_sstc)),
        (_("Themes"), _linked([words.themes[code] for code in organization.theme_codes])),
        (_("Founded in"), organization.year_founded),
        (_("On the portal since"), _month(organization.published_at)),
        (_("Permanent number"), organization.public_id),
    ]


def _month(moment: datetime.datetime | None) -> str:
    return date_format(moment, "YEAR_MONTH_FORMAT") if moment else ""


def _words(words: Iterable[Any]) -> str:
    return pgettext("between the names of a list", ", ").join(str(word) for word in words)


def _linked(terms: Iterable[Term]) -> SafeString:
    comma = pgettext("between the names of a list", ", ")
    return format_html_join(comma, '<a href="{}">{}</a>', ((term.url, term.name) for term in terms))
