"""What search knows of funding channels."""

from django.db import models

from funding.models import Channel
from galaxy.search.adapters import Adapter, Entry, register


@register
class ChannelAdapter(Adapter[Channel]):
    model = Channel
    kind = "channel"

    def published(self) -> "models.QuerySet[Channel]":
        return (
            Channel.objects.published()
            .select_related("provider_organization", "manager_organization")
            .prefetch_related("themes", "goals", "eligible_regions", "eligible_countries", "eligible_country_groups")
        )

    def entry(self, item: Channel) -> Entry:
        provider = item.provider_organization
        return Entry(
            title=item.name,
            summary=item.description,
            body=" ".join(
                filter(None, [item.acronym, item.eligibility_note, item.how_to_apply, item.cofinancing_rule, provider.name])
            ),
            language=item.language,
            published_at=item.published_at,
            facets=[
                f"channel_type:{item.type}",
                f"organization:{provider.pk}",
                *(f"modality:{modality}" for modality in item.modalities),
                *(f"country:{country.iso3}" for country in item.eligible_countries.all()),
                *(f"region:{region.code}" for region in item.eligible_regions.all()),
                *(f"theme:{theme.code}" for theme in item.themes.all()),
                *(f"goal:{goal.number}" for goal in item.goals.all()),
            ],
            card={
                "path": ["funding:detail", item.public_id.lower(), item.slug],
                "acronym": item.acronym,
                "type": item.type,
                "window": item.application_window,
                "state": item.channel_status,
                "organization": provider.name,
                "goals": [goal.number for goal in item.goals.all()],
                "demo": item.is_imported,
            },
        )
