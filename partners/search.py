"""What search knows of organizations."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from galaxy.search.adapters import Adapter, Entry, register
from galaxy.taxonomy.labels import Vocabulary
from partners.models import Organization, OrganizationType


@register
class OrganizationAdapter(Adapter[Organization]):
    model = Organization
    kind = "organization"
    plural = gettext_lazy("Organizations")
    choices = {"organization_type": OrganizationType}

    def published(self) -> "models.QuerySet[Organization]":
        return (
            Organization.objects.published()
            .select_related("country", "parent")
            .prefetch_related("themes", "goals", "country__regions", "countries_of_operation__regions")
        )

    def entry(self, item: Organization) -> Entry:
        seat = [item.country] if item.country else []
        countries = {*seat, *item.countries_of_operation.all()}
        return Entry(
            title=item.name,
            summary=item.description,
            body=item.parent.name if item.parent else "",
            acronym=item.acronym,
            language=item.language,
            published_at=item.published_at,
            facets=[
                f"organization_type:{item.type}",
                *(f"country:{country.iso3}" for country in countries),
                *(f"region:{region.code}" for country in countries for region in country.regions.all()),
                *(f"theme:{theme.code}" for theme in item.themes.all()),
                *(f"goal:{goal.number}" for goal in item.goals.all()),
            ],
            card={
                "path": ["partners:detail", item.public_id.lower(), item.slug],
                "acronym": item.acronym,
                "type": item.type,
                "country": [country.iso3 for country in seat],
                "goals": [goal.number for goal in item.goals.all()],
                "demo": item.is_imported,
            },
        )

    def shown(self, card: dict[str, Any], terms: Vocabulary) -> dict[str, Any]:
        return {
            "kind": _("Organization"),
            "meta": [terms.label("country", code) for code in card["country"]],
            "foot": list(filter(None, [card["acronym"], OrganizationType(card["type"]).label])),
        }
