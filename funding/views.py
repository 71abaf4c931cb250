"""The public page of a funding channel."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from funding.models.channel import Applicant, Channel
from galaxy.core.pages import shared
from galaxy.moderation.addresses import other_answer
from galaxy.moderation.services import may_review
from galaxy.search.entries import entry
from galaxy.search.filters import choices
from galaxy.search.models import Document
from galaxy.taxonomy.labels import Term, vocabulary
from partners.models import Organization

LATEST = 10


@shared
@require_safe
def detail(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Two statements for a visitor."""
    channel = get_object_or_404(Channel.objects.for_detail().by_public_id(public_id))
    if answer := other_answer(request, channel, may_see=_may_see(request, channel)):
        return answer
    words = vocabulary()
    solutions = _solutions(channel)
    context = {
        "channel": channel,
        "source": channel.provenance.get("source_url", ""),
        "checked": date_format(channel.last_verified_on) if channel.last_verified_on else "",
        "eligibility": _eligibility(channel),
        "applying": _applying(channel),
        "facts": _facts(channel),
        "goals": [words.goals[number] for number in channel.goal_numbers],
        "entries": [entry(document, words) for document in solutions],
        "count": solutions[0].count if solutions else 0,
        "crumbs": [(reverse("portal:home"), _("Home")), (reverse("portal:funding"), _("Funding"))],
    }
    return render(request, "funding/channel_detail.html", context)


def _may_see(request: HttpRequest, channel: Channel) -> bool:
    """Before it is public: moderators, and the people of the organization that provides it."""
    if channel.is_published or not request.user.is_authenticated:
        return False
    return may_review(request.user) or request.user in channel.contributors()


def _solutions(channel: Channel) -> list[Any]:
    """The latest that name it, each with the count of all."""
    documents = Document.objects.filter(facets__contains=[f"channel:{channel.pk}"])
    return list(documents.annotate(count=Window(Count("*"))).order_by("-published_at", "-pk")[:LATEST])


def _eligibility(channel: Any) -> list[tuple[str, Any]]:
    words = vocabulary()
    applicants = dict(Applicant.choices)
    return _filled(
        [
            (_("Who may apply"), _listed(applicants.get(key, key) for key in channel.eligible_applicant_types)),
            (_("Country groups"), _linked(words.groups[code] for code in channel.group_codes)),
            (_("Regions"), _linked(words.regions[code] for code in channel.eligible_region_codes)),
            (_("Countries"), _linked(words.countries[code] for code in channel.country_codes)),
            (_("Rules"), channel.eligibility_note),
        ]
    )


def _applying(channel: Channel) -> list[tuple[str, Any]]:
    return _filled(
        [
            (_("When"), channel.get_application_window_display()),
            (_("Deadlines"), channel.deadline_note),
            (_("How"), channel.how_to_apply),
            (_("Co-financing"), channel.cofinancing_rule),
        ]
    )


def _facts(channel: Any) -> list[tuple[str, Any]]:
    words = vocabulary()
    modalities = choices("modality")(words)
    return [
        (_("Type"), channel.get_type_display()),
        (_("State"), channel.get_channel_status_display()),
        (_("Amount"), _amount(channel)),
        (_("Provided by"), _organization(channel.provider_organization)),
        (_("Managed by"), _organization(channel.manager_organization)),
        (_("Modality"), _listed(modalities.get(key, key) for key in channel.modalities)),
        (_("Themes"), _linked(words.themes[code] for code in channel.theme_codes)),
        (_("Permanent number"), channel.public_id),
    ]


def _amount(channel: Channel) -> str:
    """Such as "10,000 to 35,000 USD"; empty where nothing is known."""
    least, most = (
        number_format(amount, decimal_pos=0, use_l10n=True, force_grouping=True) if amount is not None else ""
        for amount in (channel.min_amount, channel.max_amount)
    )
    values = {"least": least, "most": most, "currency": channel.currency}
    if least and most:
        return _("%(least)s to %(most)s %(currency)s") % values
    if most:
        return _("up to %(most)s %(currency)s") % values
    return _("from %(least)s %(currency)s") % values if least else ""


def _organization(organization: Organization | None) -> SafeString | str:
    if organization is None or not organization.is_published:
        return organization.name if organization else ""
    return format_html('<a href="{}"><bdi>{}</bdi></a>', organization.get_absolute_url(), organization.name)


def _filled(rows: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(label, value) for label, value in rows if value]


def _listed(words: Iterable[Any]) -> str:
    return _comma().join(str(word) for word in words)


def _linked(terms: Iterable[Term]) -> SafeString:
    return format_html_join(_comma(), '<a href="{}">{}</a>', ((term.url, term.name) for term in terms))


def _comma() -> str:
    return pgettext("between the names of a list", ", ")
