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
from galaxy.taxonomy.labels import Vocabulary, vocabulary
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
        mine = models.Prefetch("solution", Solution.objects.for_search())
        return BuildingBlock.objects.published().filter(solution__in=Solution.objects.listed()).prefetch_related(mine)

    def entry(self, item: BuildingBlock) -> Entry:
        solution: Any = item.solution
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
                "goals": solution.goal_numbers,
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

    def published(self) -> "models.QuerySet[Solution]":
        return Solution.objects.listed().with_badges().for_search()

    def entry(self, item: Solution) -> Entry:
        """`item`: with what for_search() adds."""
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


def _body(item: Any) -> str:
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
        *item.metric_names,
        " · ".join(dict.fromkeys(_names(item))),
    ]
    return "\n".join(filter(None, texts))


def _names(item: Any) -> Iterator[str]:
    """Of organizations and countries, in the order in which a reader of results sees them."""
    yield item.organization.name
    for link in item.country_rows:
        yield vocabulary("en").label("country", link["code"])
    for link in item.organization_rows:
        yield link["name"]


def _facets(item: Any) -> list[str]:
    organizations = {item.organization_id, *(link["id"] for link in item.organization_rows)} - {None}
    return [
        *_shared_facets(item),
        f"type:{item.kind}",
        *(f"organization:{pk}" for pk in organizations),
        *(f"channel:{pk}" for pk in item.channel_keys),
        *([f"status:{item.project_status}"] if item.project_status else []),
        *([f"year:{item.start_year}"] if item.start_year else []),
        *(f"quality:{badge}" for badge in badges_of(item)),
        *([f"lessons:{Lessons.FAILURE}"] if item.what_did_not_work.strip() else []),
    ]


def _shared_facets(item: Any) -> list[str]:
    """By which its building blocks are found as well."""
    links, terms = item.country_rows, vocabulary("en")
    return [
        *(f"{ROLES[CountryRole(link['role'])]}:{link['code']}" for link in links),
        *(f"country:{link['code']}" for link in links),
        *(f"region:{region}" for link in links for region in terms.country_regions(link["code"])),
        *(f"goal:{number}" for number in item.goal_numbers),
        *(f"target:{code}" for code in item.target_codes),
        *(f"theme:{code}" for code in item.theme_codes),
        f"organization_type:{item.organization.type}",
        *([f"modality:{item.modality}"] if item.modality else []),
    ]


def _card(item: Any) -> dict[str, object]:
    return {
        "path": ["solutions:detail", item.public_id.lower(), item.slug],
        "type": item.kind,
        "period": item.period,
        "gives": [link["code"] for link in item.country_rows if link["role"] == CountryRole.PROVIDER],
        "receives": [link["code"] for link in item.country_rows if link["role"] == CountryRole.BENEFICIARY],
        "goals": item.goal_numbers,
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
