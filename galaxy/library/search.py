"""What search knows of publications."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from galaxy.library.models import Publication, PublicationType
from galaxy.search.adapters import Adapter, Entry, register
from galaxy.taxonomy.labels import Vocabulary

FEW_AUTHORS = 2


@register
class PublicationAdapter(Adapter[Publication]):
    model = Publication
    kind = "publication"
    plural = gettext_lazy("Publications")
    choices = {"publication_type": PublicationType}

    def published(self) -> "models.QuerySet[Publication]":
        return (
            Publication.objects.published()
            .select_related("organization")
            .prefetch_related("goals", "themes", "regions", "countries__regions")
        )

    def entry(self, item: Publication) -> Entry:
        countries = item.countries.all()
        regions = {*item.regions.all(), *(region for country in countries for region in country.regions.all())}
        return Entry(
            title=item.title,
            summary=item.abstract,
            body="\n".join([*item.authors, item.organization.name, *filter(None, [item.isbn, item.doi])]),
            language=item.language,
            published_at=item.published_at,
            year=item.year,
            facets=[
                f"publication_type:{item.type}",
                f"organization:{item.organization_id}",
                f"organization_type:{item.organization.type}",
                *([f"year:{item.year}"] if item.year else []),
                *(f"country:{country.iso3}" for country in countries),
                *(f"region:{region.code}" for region in sorted(regions, key=lambda region: region.code)),
                *(f"theme:{theme.code}" for theme in item.themes.all()),
                *(f"goal:{goal.number}" for goal in item.goals.all()),
            ],
            card={
                "path": ["library:detail", item.public_id.lower(), item.slug],
                "type": item.type,
                "year": item.year,
                "authors": item.authors[:FEW_AUTHORS],
                "more": len(item.authors) > FEW_AUTHORS,
                "organization": item.organization.name,
                "goals": [goal.number for goal in item.goals.all()],
                "demo": item.is_imported,
            },
        )

    def shown(self, card: dict[str, Any], terms: Vocabulary) -> dict[str, Any]:
        return {
            "kind": PublicationType(card["type"]).label,
            "meta": [str(card["year"])] if card["year"] else [],
            "foot": [*filter(None, [_authors(card)]), card["organization"]],
        }


def _authors(card: dict[str, Any]) -> str:
    names = "; ".join(card["authors"])
    return _("%(names)s and others") % {"names": names} if card["more"] else names
