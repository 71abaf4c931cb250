"""The public page of a publication, and its citation to take along."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from galaxy.core.citations import FORMAT_NAMES, FORMATS, plain
from galaxy.core.downloads import attachment
from galaxy.library.cite import work_of
from galaxy.library.models import Publication
from galaxy.moderation.addresses import other_answer
from galaxy.moderation.services import may_review
from galaxy.taxonomy.labels import Term, vocabulary


@require_safe
def detail(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """One statement for a visitor; two more to know one of its people."""
    publication = get_object_or_404(Publication.objects.for_detail().by_public_id(public_id))
    is_owner = _is_owner(request, publication)
    may_see = is_owner or (request.user.is_authenticated and may_review(request.user))
    if answer := other_answer(request, publication, may_see=may_see):
        return answer
    words = vocabulary()
    work = work_of(publication)
    context = {
        "publication": publication,
        "is_owner": is_owner,
        "host": (urlsplit(publication.url).hostname or "").removeprefix("www."),
        "language_name": words.languages.get(publication.language, ""),
        "is_foreign": publication.language != (get_language() or "").partition("-")[0],
        "source": publication.provenance.get("source_url", ""),
        "facts": _facts(publication),
        "goals": [words.goals[number] for number in publication.goal_numbers],
        "cite": plain(work),
        "address": request.build_absolute_uri(publication.get_absolute_url()),
        "exports": _exports(publication),
        "crumbs": [(reverse("portal:home"), _("Home")), (reverse("portal:publications"), _("Publications"))],
    }
    return render(request, "library/publication_detail.html", context)


@require_safe
def cite(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The citation of a public one as a file."""
    publication = Publication.objects.published().select_related("organization").by_public_id(public_id).first()
    if publication is None or kind not in FORMATS:
        raise Http404
    return attachment(FORMATS[kind](work_of(publication)).encode(), f"{publication.public_id}.{kind}")


def _is_owner(request: HttpRequest, publication: Publication) -> bool:
    user = request.user
    return user.is_authenticated and Publication.objects.editable_by(user).filter(pk=publication.pk).exists()


def _exports(publication: Publication) -> list[tuple[str, str]]:
    """Address and name of each format; none for what is not public."""
    if not publication.is_published:
        return []
    key = publication.public_id.lower()
    return [(reverse("library:cite", args=[key, kind]), str(name)) for kind, name in FORMAT_NAMES.items()]


def _facts(publication: Any) -> list[tuple[str, Any]]:
    words = vocabulary()
    places = [words.regions[code] for code in publication.place_codes]
    return [
        (_("Type"), publication.get_type_display()),
        (_("Year"), str(publication.year or "")),
        (_("Language"), words.languages.get(publication.language, "")),
        (_("Published by"), _organization(publication)),
        (_("Themes"), _linked(words.themes[code] for code in publication.theme_codes)),
        (_("Regions"), _linked(places)),
        (_("Countries"), _linked(words.countries[code] for code in publication.country_codes)),
        (_("Licence"), publication.get_licence_display() if publication.licence else ""),
        ("ISBN", _ltr(publication.isbn)),
        ("DOI", _doi(publication.doi)),
        (_("Permanent number"), publication.public_id),
    ]


def _organization(publication: Publication) -> SafeString:
    organization = publication.organization
    if not organization.is_published:
        return format_html("<bdi>{}</bdi>", organization.name)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', organization.get_absolute_url(), organization.name)


def _ltr(text: str) -> SafeString | str:
    return format_html('<span dir="ltr">{}</span>', text) if text else ""


def _doi(doi: str) -> SafeString | str:
    if not doi:
        return ""
    return format_html('<a href="https://doi.org/{0}" dir="ltr" rel="ugc nofollow noopener">{0}</a>', doi)


def _linked(terms: Iterable[Term]) -> SafeString:
    comma = pgettext("between the names of a list", ", ")
    return format_html_join(comma, '<a href="{}">{}</a>', ((term.url, term.name) for term in terms))
