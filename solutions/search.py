"""What search knows of solutions."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from galaxy.freshness.words import not_verified_since
from galaxy.search.adapters import Adapter, Entry, register
from galaxy.taxonomy.labels import Vocabulary
from solutions.models import BlockType, BuildingBlock, CountryRole, Modality, ProjectStatus, Solution, SolutionKind
from solutions.reviews.badges import Badge, badges_of

# How the facets call what a country does; whoever facilitates is found under `country`.
ROLES = {CountryRole.PROVIDER: "gives", CountryRole.BENEFICIARY: "receives", CountryRole.FACILITATOR: "facilitates"}


class Lessons(models.TextChoices):
    """What a reader can ask for who wants to know more than what went well."""

    FAILURE = "failure", gettext_lazy("Says what did not work")


@register
class BlockAdapter(Adapter[BuildingBlock]):
    model = BuildingBlock
    kind = "block"
    plural = gettext_lazy("Building blocks")
    choices = {"block_type": BlockType}
    part_of = "solution"

    def published(self) -> "models.QuerySet[BuildingBlock]":
        return (
            BuildingBlock.objects.published()
            .filter(solution__in=Solution.objects.listed())
            .with_solution()
            .prefetch_related(
                "solution__goals", "solution__targets", "solution__themes", "solution__country_links__country__regions"
            )
        )

    def entry(self, item: BuildingBlock) -> Entry:
        solution = item.solution
        return Entry(
            title=item.title,
            summary=item.description,
            body="\n".join(filter(None, [item.enabling_factors, item.lessons])),
            language=solution.language,
            published_at=solution.published_at,
            facets=[*([f"block_type:{item.type}"] if item.type else []), *_shared_facets(solution)],
            card={
                "path": ["solutions:block", item.public_id.lower(), item.slug],
                "type": item.type,
                "solution": solution.title,
                "goals": [goal.number for goal in solution.goals.all()],
                "organization": solution.organization.name,
                "demo": solution.is_imported,
            },
        )

    def shown(self, card: dict[str, Any], terms: Vocabulary) -> dict[str, Any]:
        return {
            "kind": _("Building block"),
            "meta": [BlockType(card["type"]).label] if card["type"] else [],
            "foot": [_("Part of “%(title)s”") % {"title": card["solution"]}, card["organization"]],
        }


@register
class SolutionAdapter(Adapter[Solution]):
    model = Solution
    kind = "solution"
    plural = gettext_lazy("Solutions")
    choices = {
        "type": SolutionKind,
        "modality": Modality,
        "status": ProjectStatus,
        "quality": Badge,
        "lessons": Lessons,
    }
    prefetched = (
        "goals",
        "targets",
        "themes",
        "channels",
        "country_links__country__regions",
        "organization_links__organization",
        "metrics",
    )

    def published(self) -> "models.QuerySet[Solution]":
        shown = Solution.objects.listed().with_badges()
        return shown.select_related("organization").prefetch_related(*self.prefetched)

    def entry(self, item: Solution) -> Entry:
        return Entry(
            title=item.title,
            summary=f"{item.tagline.rstrip('.')}. {item.summary}" if item.tagline else item.summary,
            body=_body(item),
            language=item.language,
            published_at=item.published_at,
            year=item.start_year,
            facets=_facets(item),
            card=_card(item),
            is_stale=item.is_stale,
        )

    def shown(self, card: dict[str, Any], terms: Vocabulary) -> dict[str, Any]:
        return {
            "kind": SolutionKind(card["type"]).label,
            "meta": list(filter(None, [_period(card["period"])])),
            "givers": [terms.label("country", code) for code in card["gives"]],
            "receivers": [terms.label("country", code) for code in card["receives"]],
            "foot": [card["organization"], *_checked(card)],
            "due": not_verified_since(card.get("stale_since")),
            "badges": [Badge(code).shown for code in card.get("badges", [])],
        }


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
        *item.tags,
        *(metric.indicator for metric in item.metrics.all()),
        " · ".join(dict.fromkeys(_names(item))),
    ]
    return "\n".join(filter(None, texts))


def _names(item: Solution) -> Iterator[str]:
    """Of organizations and countries, in the order in which a reader of results sees them."""
    yield item.organization.name
    for country in item.country_links.all():
        yield getattr(country.country, "name_en")  # noqa: B009  a column by another app
    for link in item.organization_links.all():
        yield link.name or str(link.organization)


def _facets(item: Solution) -> list[str]:
    organizations = {item.organization_id, *(link.organization_id for link in item.organization_links.all())} - {None}
    return [
        *_shared_facets(item),
        f"type:{item.kind}",
        *(f"organization:{pk}" for pk in organizations),
        *(f"channel:{channel.pk}" for channel in item.channels.all()),
        *([f"status:{item.project_status}"] if item.project_status else []),
        *([f"year:{item.start_year}"] if item.start_year else []),
        *(f"quality:{badge}" for badge in badges_of(item)),
        *([f"lessons:{Lessons.FAILURE}"] if item.what_did_not_work.strip() else []),
    ]


def _shared_facets(item: Solution) -> list[str]:
    """By which its building blocks are found as well."""
    links = list(item.country_links.all())
    return [
        *(f"{ROLES[CountryRole(link.role)]}:{link.country_id}" for link in links),
        *(f"country:{link.country_id}" for link in links),
        *(f"region:{region.code}" for link in links for region in link.country.regions.all()),
        *(f"goal:{goal.number}" for goal in item.goals.all()),
        *(f"target:{target.code}" for target in item.targets.all()),
        *(f"theme:{theme.code}" for theme in item.themes.all()),
        f"organization_type:{item.organization.type}",
        *([f"modality:{item.modality}"] if item.modality else []),
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
        "owner": _owner(item),
        "tagline": item.tagline,
        "checked": item.last_verified_on.isoformat() if item.last_verified_on else None,
        "stale_since": item.verified_since.isoformat() if item.is_stale and item.verified_since else None,
        "demo": item.is_imported,
        "badges": [badge.value for badge in badges_of(item)],
    }


def _owner(item: Solution) -> list[Any]:
    """Key, number and slug of the organization, as far as it is public."""
    owner = item.organization
    return [owner.pk, owner.public_id.lower(), owner.slug] if owner.is_published else []


def _period(years: str) -> str:
    """An open end in words."""
    return _("%(year)s to date") % {"year": years[:-1]} if years.endswith("–") else years


def _checked(card: dict[str, Any]) -> list[str]:
    if not card["checked"] or card.get("stale_since"):
        return []
    day = datetime.date.fromisoformat(card["checked"])
    return [_("Checked %(month)s") % {"month": date_format(day, "YEAR_MONTH_FORMAT")}]
