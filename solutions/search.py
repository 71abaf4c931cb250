"""What search knows of solutions."""

from django.db import models

from galaxy.search.adapters import Adapter, Entry, register
from solutions.models import CountryRole, Solution


@register
class SolutionAdapter(Adapter[Solution]):
    model = Solution
    kind = "solution"

    def published(self) -> "models.QuerySet[Solution]":
        return (
            Solution.objects.published()
            .select_related("organization")
            .prefetch_related(
                "goals",
                "targets",
                "themes",
                "country_links__country__regions",
                "organization_links__organization",
            )
        )

    def entry(self, item: Solution) -> Entry:
        return Entry(
            title=item.title,
            summary=" ".join(filter(None, [item.tagline, item.summary])),
            body=_body(item),
            language=item.language,
            published_at=item.published_at,
            year=item.start_year,
            facets=_facets(item),
            card=_card(item),
        )


def _body(item: Solution) -> str:
    texts = [
        item.challenge,
        item.approach,
        item.results,
        item.innovation,
        item.sustainability,
        item.replicability_conditions,
        item.lessons_learned,
        item.what_did_not_work,
        item.enabling_factors,
        item.organization.name,
        *(link.country.name_en for link in item.country_links.all()),
        *(link.name or link.organization.name for link in item.organization_links.all()),
    ]
    return "\n".join(filter(None, texts))


def _facets(item: Solution) -> list[str]:
    links = list(item.country_links.all())
    organizations = {item.organization_id, *(link.organization_id for link in item.organization_links.all())} - {None}
    return [
        f"type:{item.kind}",
        *(f"{link.role}:{link.country_id}" for link in links),
        *(f"country:{link.country_id}" for link in links),
        *(f"region:{region.code}" for link in links for region in link.country.regions.all()),
        *(f"goal:{goal.number}" for goal in item.goals.all()),
        *(f"target:{target.code}" for target in item.targets.all()),
        *(f"theme:{theme.code}" for theme in item.themes.all()),
        *(f"organization:{pk}" for pk in organizations),
        f"organization_type:{item.organization.type}",
        *([f"modality:{item.modality}"] if item.modality else []),
        *([f"status:{item.project_status}"] if item.project_status else []),
        *([f"year:{item.start_year}"] if item.start_year else []),
    ]


def _card(item: Solution) -> dict[str, object]:
    links = list(item.country_links.all())
    return {
        "path": ["solutions:detail", item.public_id.lower(), item.slug],
        "type": item.kind,
        "period": item.period,
        "gives": [link.country_id for link in links if link.role == CountryRole.PROVIDER],
        "receives": [link.country_id for link in links if link.role == CountryRole.BENEFICIARY],
        "goals": [goal.number for goal in item.goals.all()],
        "organization": item.organization.name,
        "tagline": item.tagline,
        "checked": item.last_verified_on.isoformat() if item.last_verified_on else None,
        "demo": item.is_imported,
    }
