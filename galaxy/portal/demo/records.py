"""Organizations, funding channels and solutions of the demonstration, brought in as a person would: made, submitted,
claimed and published. What a source does not say stays empty."""

import json
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import Role, User
from funding.models import Channel
from galaxy.moderation import services as moderation
from galaxy.moderation.models import Moderated
from galaxy.portal.demo import points
from galaxy.taxonomy import sheets
from galaxy.taxonomy.models import CountryGroup, Goal, Region, Theme
from partners.models import Organization, OrganizationType
from solutions import content
from solutions.models import (
    BuildingBlock,
    CountryRole,
    OrganizationRole,
    Resource,
    Solution,
    SolutionCountry,
    SolutionOrganization,
)

DATA = Path(__file__).parent / "data"
SOURCE = "demo"
MOST_THEMES = 4

# The files use a coarser set of types than the portal.
ORGANIZATION_TYPES = {
    "subnational": OrganizationType.SUBNATIONAL_GOVERNMENT,
    "regional_org": OrganizationType.REGIONAL_ORGANIZATION,
    "civil_society": OrganizationType.NGO_CSO,
    "academia": OrganizationType.ACADEMIA_RESEARCH,
    "network": OrganizationType.THINK_TANK_NETWORK,
}
SOLUTION_KINDS = {"publication": "knowledge_product"}

# What a row of parts.json leaves out.
METRIC = {"unit": "", "year": "", "source": ""}
BLOCK = {"enabling_factors": "", "lessons": ""}

Item = dict[str, Any]


def load(report: Callable[[str], None]) -> int:
    """Bring in what is not there yet; how many records were made. Needs the vocabularies."""
    loader = Loader()
    made = 0
    for name, model, make in (
        ("organizations", Organization, loader.organization),
        ("funding_channels", Channel, loader.channel),
        ("solutions", Solution, loader.solution),
    ):
        count = loader.bring_in(read(name), model, make)
        report(f"{count} {name.replace('_', ' ')}")
        made += count
    report(f"{points.load(by_slug(Solution), by=loader.reviewer)} records with points by the criteria")
    return made


def read(name: str) -> list[Item]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["items"]


def by_slug(model: type[Moderated], source: str = SOURCE) -> dict[str, Any]:
    """The demonstration records that are there, by their slug in the files."""
    return {
        record.provenance["slug"]: record for record in model.objects.filter(source_system=source, revision_of=None)
    }


def theme_crosswalk() -> dict[str, list[str]]:
    """Theme codes of the demonstration files, in the codes of the portal."""
    return {row["demo_code"]: row["themes"].split(";") for row in sheets.read("demo_themes.csv").rows}


class Loader:
    """Makes records from items of the files; keeps the people who do it and what was made."""

    source = SOURCE

    def __init__(self) -> None:
        self.author = self._person("demo-records@galaxy.invalid", Role.MEMBER)
        self.reviewer = self._person("demo-review@galaxy.invalid", Role.MODERATOR)
        self.themes = theme_crosswalk()
        self.parts = {item["slug"]: item for item in read("parts")}
        self.organizations: dict[str, Organization] = by_slug(Organization, self.source)
        self.channels: dict[str, Channel] = by_slug(Channel)

    @staticmethod
    def _person(email: str, role: Role) -> User:
        """Somebody who can never sign in: no password, and an address that no mail reaches."""
        person = User.objects.filter(email=email).first()
        return person or User.objects.create_user(email, name="Demonstration", role=role)

    def bring_in(self, items: Iterable[Item], model: type[Moderated], make: Callable[[Item], Moderated]) -> int:
        there = by_slug(model, self.source)
        new = [item for item in items if item["slug"] not in there]
        for item in new:
            with transaction.atomic():
                record = make(item)
                moderation.submit(record, by=self.author)
                moderation.claim(record, by=self.reviewer)
                moderation.publish(record, by=self.reviewer)
        return len(new)

    def organization(self, item: Item) -> Organization:
        organization = Organization.objects.create(
            **self._common(item, "source_checked"),
            name=item["name"],
            acronym=item["acronym"],
            type=self._organization_type(item),
            country_id=item["country"] or None,
            website=item["url"],
            description=item["description"],
        )
        self.organizations[item["slug"]] = organization
        return organization

    def channel(self, item: Item) -> Channel:
        channel = Channel.objects.create(
            **self._common(item, "source_checked", "facts_as_of", "additional_sources", "eligibility"),
            name=item["name"],
            acronym=item["acronym"],
            type=item["type"],
            provider_organization=self.organizations[item["provider_organization"]],
            manager_organization=self.organizations.get(item["manager_organization"]),
            description=item["description"],
            eligible_applicant_types=item["eligible_applicants"],
            eligibility_note=item["eligibility"].get("note", ""),
            modalities=item["modality"],
            max_amount=item["max_amount_usd"],
            cofinancing_rule=item["cofinancing"],
            how_to_apply=item["how_to_apply"],
            application_window=item["application_window"],
            deadline_note=item["deadline_note"],
            channel_status=item["status"],
            url=item["url"],
        )
        groups = [code.lower() for code in item["eligibility"].get("country_groups", [])]
        channel.eligible_country_groups.set(CountryGroup.objects.filter(pk__in=groups))
        channel.eligible_countries.set(item["eligibility"].get("countries", []))
        channel.eligible_regions.set(Region.objects.filter(pk__in=item["regions"]))
        self._classify(channel, item)
        self.channels[item["slug"]] = channel
        return channel

    def solution(self, item: Item) -> Solution:
        solution = Solution.objects.create(
            **self._common(item, "source_checked", "additional_sources", "sdg_basis", "notes"),
            title=item["title"],
            tagline=item["tagline"],
            kind=str(SOLUTION_KINDS.get(item["kind"], item["kind"])),
            summary=item["summary"],
            challenge=item["challenge"],
            approach=item["approach"],
            results=item["results"],
            modality=item["modality"],
            organization=self.organizations[item["lead_organization"]],
            primary_goal_id=item["sdgs"][0],
            project_status=item["status"],
            start_date=str(item["start_year"] or ""),
            end_date=str(item["end_year"] or ""),
            languages=item["languages"],
            practice_url=item["url"],
        )
        self._classify(solution, item)
        if item["funding_channel"]:
            solution.channels.add(self.channels[item["funding_channel"]])
        self._connect(solution, item)
        self._take_apart(solution, item)
        return solution

    def _connect(self, solution: Solution, item: Item) -> None:
        """Countries and organizations with their roles, and where more can be read."""
        SolutionCountry.objects.bulk_create(
            SolutionCountry(solution=solution, country_id=iso3, role=role)
            for role in (CountryRole.PROVIDER, CountryRole.BENEFICIARY)
            for iso3 in dict.fromkeys(item[f"{role}_countries"])
        )
        SolutionOrganization.objects.bulk_create(
            SolutionOrganization(solution=solution, organization=self.organizations[slug], role=role)
            for slug, role in (
                (item["lead_organization"], OrganizationRole.LEAD),
                *((slug, OrganizationRole.PARTNER) for slug in item["partner_organizations"]),
            )
        )
        Resource.objects.bulk_create(
            Resource(solution=solution, url=url, label=(urlsplit(url).hostname or url).removeprefix("www."))
            for url in item["additional_sources"]
        )

    def _take_apart(self, solution: Solution, item: Item) -> None:
        """Figures, which are from the source of the record, and building blocks."""
        parts = self.parts.get(item["slug"])
        if parts is None:
            return
        metrics = [METRIC | {"evidence_url": item["source_url"]} | row for row in parts["metrics"]]
        blocks = [
            BLOCK | row | {"source": self._block_of(row.get("takes_over", ""))} for row in parts["building_blocks"]
        ]
        content.write(solution, {"metrics": metrics, "building_blocks": blocks})

    @staticmethod
    def _block_of(slug: str) -> str:
        """The number of the first block of a record that is here already."""
        found = BuildingBlock.objects.published().filter(solution__provenance__slug=slug).first() if slug else None
        return found.public_id if found else ""

    def _common(self, item: Item, *provenance: str) -> dict[str, Any]:
        facts = {name: item[name] for name in ("slug", "source_url", *provenance)}
        return {"author": self.author, "language": "en", "source_system": self.source, "provenance": facts}

    def _classify(self, record: Any, item: Item) -> None:
        record.themes.set(Theme.objects.filter(pk__in=self._theme_codes(item)))
        record.goals.set(Goal.objects.filter(pk__in=item["sdgs"]))

    def _theme_codes(self, item: Item) -> list[str]:
        """At most four; the first that each theme of the files stands for come first."""
        in_turn = zip_longest(*(self.themes[demo_code] for demo_code in item["themes"]))
        return [code for codes in in_turn for code in dict.fromkeys(codes) if code][:MOST_THEMES]

    @staticmethod
    def _organization_type(item: Item) -> str:
        if item["type"] == "government":
            is_ministry = item["name"].startswith("Ministry")
            return OrganizationType.GOVERNMENT_MINISTRY if is_ministry else OrganizationType.GOVERNMENT_AGENCY
        return str(ORGANIZATION_TYPES.get(item["type"], item["type"]))
