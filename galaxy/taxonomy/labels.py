"""Names of everything in the vocabularies, in one language, from memory."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, get_supported_language_variant, override

from galaxy.taxonomy.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    Goal,
    Language,
    Region,
    Target,
    Theme,
)

SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Term:
    """Anything with a name; in a template it prints its name."""

    view: ClassVar[str]

    code: str
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse(self.view, args=[self.code])


@dataclass(frozen=True, kw_only=True)
class GoalTerm(Term):
    view: ClassVar[str] = "portal:goal"

    number: int
    title: str
    colour: str
    dark_text: bool


@dataclass(frozen=True, kw_only=True)
class TargetTerm(Term):
    """Its name is its text; its page is the one of the goal."""

    goal: int

    @property
    def url(self) -> str:
        return reverse(GoalTerm.view, args=[self.goal])


@dataclass(frozen=True, kw_only=True)
class RegionTerm(Term):
    view: ClassVar[str] = "portal:region"


@dataclass(frozen=True, kw_only=True)
class CountryTerm(Term):
    view: ClassVar[str] = "portal:country"

    iso2: str
    short_name: str
    subregion: str
    regions: tuple[str, ...]
    un_member: bool
    un_observer: bool
    listed: bool


@dataclass(frozen=True, kw_only=True)
class GroupTerm(Term):
    view: ClassVar[str] = "portal:group"

    kind: str
    description: str


@dataclass(frozen=True, kw_only=True)
class ThemeTerm(Term):
    view: ClassVar[str] = "portal:theme"

    goals: tuple[int, ...]
    primary_goal: int
    is_active: bool


AnyTerm = TypeVar("AnyTerm", bound=Term)


def folded(text: str) -> str:
    """For sorting: without accents and case."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def by_name(terms: Iterable[AnyTerm]) -> list[AnyTerm]:
    return sorted(terms, key=lambda term: folded(term.name))


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All of it in one language; dictionaries in the usual order, lists by name for pick lists."""

    language: str
    languages: dict[str, str]
    goals: dict[int, GoalTerm]
    targets: dict[str, TargetTerm]
    regions: dict[str, RegionTerm]
    countries: dict[str, CountryTerm]
    groups: dict[str, GroupTerm]
    themes: dict[str, ThemeTerm]
    memberships: list[CountryGroupMembership]

    @cached_property
    def country_list(self) -> list[CountryTerm]:
        return by_name(country for country in self.countries.values() if country.listed)

    @cached_property
    def theme_list(self) -> list[ThemeTerm]:
        return by_name(theme for theme in self.themes.values() if theme.is_active)

    @cached_property
    def group_list(self) -> list[GroupTerm]:
        return by_name(self.groups.values())

    @cached_property
    def derived(self) -> dict[Any, Any]:
        """Whatever others make of it and want to make once."""
        return {}

    def targets_of(self, goal: int) -> list[TargetTerm]:
        return [target for target in self.targets.values() if target.goal == goal]

    def country_regions(self, iso3: str) -> tuple[str, ...]:
        return self.countries[iso3].regions if iso3 in self.countries else ()

    def region_countries(self, code: str) -> list[CountryTerm]:
        return [country for country in self.country_list if code in country.regions]

    @cached_property
    def _held(self) -> dict[date, tuple[tuple[str, str], ...]]:
        return {}

    def held_on(self, day: date) -> tuple[tuple[str, str], ...]:
        """Each country with each group that it belongs to on this day."""
        if day not in self._held:
            self._held[day] = tuple((row.country_id, row.group_id) for row in self.memberships if row.holds_on(day))
        return self._held[day]

    def group_members(self, code: str, day: date) -> list[str]:
        """ISO codes of members and associate members, by name."""
        held = {country for country, group in self.held_on(day) if group == code}
        return [term.code for term in by_name(self.countries[iso3] for iso3 in held)]

    def country_groups(self, iso3: str, day: date) -> list[str]:
        held = {group for country, group in self.held_on(day) if country == iso3}
        return [code for code in self.groups if code in held]

    def label(self, facet_group: str, value: str) -> str:
        """The name behind a facet value such as goal 3 or country KEN; an unknown value as it is."""
        return str(self._facets.get(facet_group, {}).get(str(value), value))

    @cached_property
    def _facets(self) -> dict[str, Mapping[str, object]]:
        return {
            "goal": {goal.code: goal for goal in self.goals.values()},
            "target": self.targets,
            "region": self.regions,
            "country": self.countries,
            "group": self.groups,
            "theme": self.themes,
            "language": self.languages,
        }


class Vocabularies:
    """One vocabulary for each language, read again when it is half a minute old: seven queries.

    `cleared`: how often this process has thrown them away.
    """

    def __init__(self) -> None:
        self.cleared = 0
        self._kept: dict[str, tuple[float, Vocabulary]] = {}

    def __call__(self, language: str | None = None) -> Vocabulary:
        language = _supported(language or get_language() or "en")
        read_at, kept = self._kept.get(language, (0.0, None))
        if kept is None or time.monotonic() - read_at > SECONDS:
            kept = _read(language)
            if kept.goals:  # before the first load there is nothing worth keeping
                self._kept[language] = (time.monotonic(), kept)
        return kept

    def cache_clear(self) -> None:
        self._kept.clear()
        self.cleared += 1


vocabulary = Vocabularies()


def _supported(language: str) -> str:
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return "en"


def _read(language: str) -> Vocabulary:
    with override(language):
        return Vocabulary(
            language=language,
            languages={code: str(label) for code, label in Language.choices},
            goals={goal.number: _goal(goal) for goal in Goal.objects.all()},
            targets={
                row.code: TargetTerm(code=row.code, name=row.text, goal=row.goal_id) for row in Target.objects.all()
            },
            regions={row.code: RegionTerm(code=row.code, name=row.name) for row in Region.objects.all()},
            countries={row.iso3: _country(row) for row in _with("regions", Country)},
            groups={row.code: _group(row) for row in CountryGroup.objects.all()},
            themes={row.code: _theme(row) for row in _with("goals", Theme)},
            memberships=list(CountryGroupMembership.objects.all()),
        )


def _with(relation: str, model: type[Any]) -> Iterable[Any]:
    """The rows, each with the codes that the relation leads to."""
    present = Q(**{f"{relation}__isnull": False})
    codes = ArrayAgg(relation, filter=present, default=[], order_by=relation)
    return model.objects.annotate(codes=codes)


def _goal(goal: Goal) -> GoalTerm:
    return GoalTerm(
        code=str(goal.number),
        number=goal.number,
        name=goal.name,
        title=goal.title,
        colour=goal.colour,
        dark_text=goal.dark_text,
    )


def _country(country: Any) -> CountryTerm:
    return CountryTerm(
        code=country.iso3,
        iso2=country.iso2,
        name=country.name,
        short_name=country.short_name,
        subregion=country.subregion,
        regions=tuple(country.codes),
        un_member=country.un_member,
        un_observer=country.un_observer,
        listed=country.listed,
    )


def _group(group: CountryGroup) -> GroupTerm:
    return GroupTerm(code=group.code, name=group.name, kind=group.kind, description=group.description)


def _theme(theme: Any) -> ThemeTerm:
    return ThemeTerm(
        code=theme.code,
        name=theme.name,
        goals=tuple(theme.codes),
        primary_goal=theme.primary_goal_id,
        is_active=theme.is_active,
    )
