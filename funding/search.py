"""What search knows of funding channels."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.models import Channel
from funding.models.channel import ApplicationWindow, ChannelType
from galaxy.freshness.words import not_verified_since
from galaxy.search.adapters import Adapter, Entry, register
from galaxy.taxonomy.labels import Vocabulary


@register
class ChannelAdapter(Adapter[Channel]):
    model = Channel
    kind = "channel"
    plural = gettext_lazy("Funding")
    choices = {"channel_type": ChannelType}

    def published(self) -> "models.QuerySet[Channel]":
        return (
            Channel.objects.listed()
            .select_related("provider_organization", "manager_organization")
            .prefetch_related("themes", "goals", "eligible_regions", "eligible_countries", "eligible_country_groups")
        )

    def entry(self, item: Channel) -> Entry:
        provider = item.provider_organization
        return Entry(
            title=item.name,
            summary=item.description,
            body=" ".join(
                filter(None, [item.eligibility_note, item.how_to_apply, item.cofinancing_rule, provider.name])
            ),
            acronym=item.acronym,
            language=item.language,
            published_at=item.published_at,
            is_stale=item.is_stale,
            facets=[
                f"channel_type:{item.type}",
                f"organization:{provider.pk}",
                *(f"modality:{modality}" for modality in item.modalities),
                *(f"country:{country.iso3}" for country in item.eligible_countries.all()),
                *(f"eligible_group:{group.code}" for group in item.eligible_country_groups.all()),
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
                "stale_since": item.verified_since.isoformat() if item.is_stale and item.verified_since else None,
                "demo": item.is_imported,
            },
        )

    def shown(self, card: dict[str, Any], terms: Vocabulary) -> dict[str, Any]:
        window = ApplicationWindow(card["window"])
        return {
            "kind": _("Funding"),
            "meta": [] if window == ApplicationWindow.UNKNOWN else [window.label],
            "foot": [card["organization"], ChannelType(card["type"]).label],
            "due": not_verified_since(card.get("stale_since")),
        }
