"""What search knows of organizations."""

from django.db import models

from galaxy.search.adapters import Adapter, Entry, register
from partners.models import Organization


@register
class OrganizationAdapter(Adapter[Organization]):
    model = Organization
    kind = "organization"

    def published(self) -> "models.QuerySet[Organization]":
        return (
            Organization.objects.published()
            .select_related("country", "parent")
            .prefetch_related("themes", "goals", "countries_of_operation", "country__regions")
        )

    def entry(self, item: Organization) -> Entry:
        seat = [item.country.iso3] if item.country else []
        countries = sorted({*seat, *(country.iso3 for country in item.countries_of_operation.all())})
        return Entry(
            title=item.name,
            summary=item.description,
            body=" ".join(filter(None, [item.acronym, item.parent.name if item.parent else ""])),
            language=item.language,
            published_at=item.published_at,
            facets=[
                f"organization_type:{item.type}",
                *(f"country:{iso3}" for iso3 in countries),
                *(f"region:{region.code}" for region in (item.country.regions.all() if item.country else [])),
                *(f"theme:{theme.code}" for theme in item.themes.all()),
                *(f"goal:{goal.number}" for goal in item.goals.all()),
            ],
            card={
                "path": ["partners:detail", item.public_id.lower(), item.slug],
                "acronym": item.acronym,
                "type": item.type,
                "country": seat,
                "goals": [goal.number for goal in item.goals.all()],
                "demo": item.is_imported,
            },
        )
