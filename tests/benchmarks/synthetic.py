"""Made-up records for load tests: sentences of real texts, drawn anew. They are nobody's projects.

The sentences are those of the 169 targets and their indicators in six languages and of the demonstration records,
so nothing comes from outside of the portal. Half of the draws favour few sentences, as in real collections where some
phrases are everywhere; half are even, for the long tail. The same seed gives the same records.
"""

import bisect
import itertools
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from funding.models import Channel, ChannelType
from galaxy.moderation.models import Status
from galaxy.search.services import rebuild
from galaxy.taxonomy.models import Country, Goal, Indicator, Target, Theme
from partners.models import Organization, OrganizationType
from solutions.models import CountryRole, Modality, ProjectStatus, Solution, SolutionCountry, SolutionKind

SEED = 20261123
LANGUAGES = {"en": 0.72, "fr": 0.08, "es": 0.08, "ar": 0.04, "ru": 0.04, "zh": 0.04}
COLUMNS = {"zh": "zh_hans"}
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# How many of a hundred records are of each kind.
ORGANIZATIONS, CHANNELS = 20, 5


@dataclass
class Sentences:
    """Sentences of one language."""

    all: list[str]

    def __post_init__(self) -> None:
        self.heads = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.all))))

    def draw(self, rng: random.Random) -> str:
        if rng.random() < 0.5:
            return self.all[bisect.bisect_left(self.heads, rng.random() * self.heads[-1])]
        return rng.choice(self.all)

    def text(self, rng: random.Random, count: int) -> str:
        return " ".join(self.draw(rng) for _ in range(count))

    def title(self, rng: random.Random) -> str:
        """The beginning of one sentence and the end of another."""
        first, second = self.draw(rng), self.draw(rng)
        return f"{first[: len(first) // 3].strip()[:70]} {second[-len(second) // 3 :].strip()[:70]}".capitalize()


def fill(count: int) -> None:
    """Write and index so many public records."""
    write(count)
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def write(count: int) -> None:
    """Without review, triggers and index."""
    rng = random.Random(SEED)
    sentences = {language: Sentences(_sentences(language, rng)) for language in LANGUAGES}
    languages = rng.choices(list(LANGUAGES), weights=list(LANGUAGES.values()), k=count)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        author = User.objects.create_user("load@example.org")
        organizations = _organizations(rng, sentences, languages[: count * ORGANIZATIONS // 100], author)
        _channels(rng, sentences, languages[: count * CHANNELS // 100], author, organizations)
        rest = count - len(organizations) - count * CHANNELS // 100
        _solutions(rng, sentences, languages[-rest:], author, organizations)
        cursor.execute("SET session_replication_role = DEFAULT")


def _sentences(language: str, rng: random.Random) -> list[str]:
    column = f"text_{COLUMNS.get(language, language)}"
    texts = [*Target.objects.values_list(column, flat=True), *Indicator.objects.values_list(column, flat=True)]
    if language == "en":
        path = Path(settings.BASE_DIR) / "galaxy" / "portal" / "demo" / "data" / "solutions.json"
        for item in json.loads(path.read_text())["items"]:
            texts += [text for value in item.values() if isinstance(value, str) for text in SENTENCE_END.split(value)]
    found = sorted({text for text in texts if text and len(text) > 20 and "http" not in text})
    rng.shuffle(found)
    return found


def _common(rng: random.Random, language: str, author: User) -> dict[str, object]:
    now = timezone.now()
    when = now - timezone.timedelta(minutes=rng.randrange(1_000_000))
    return {
        "author": author,
        "language": language,
        "status": Status.PUBLISHED,
        "published_at": when,
        "submitted_at": when,
    }


def _organizations(
    rng: random.Random, sentences: dict[str, Sentences], languages: list[str], author: User
) -> list[Organization]:
    countries = list(Country.objects.filter(un_member=True))
    made = Organization.objects.bulk_create(
        Organization(
            **_common(rng, language, author),
            name=f"{rng.choice(['Ministry', 'Agency', 'Institute', 'Network'])} of {sentences[language].title(rng)}"[
                :200
            ],
            acronym=f"SYN{number}",
            type=rng.choice(OrganizationType.values),
            country=rng.choice(countries),
            description=sentences[language].text(rng, 4),
            website="https://example.org/",
        )
        for number, language in enumerate(languages)
    )
    _link(rng, Organization.themes.through, "organization_id", "theme_id", made, _keys(Theme), 2)
    _link(rng, Organization.goals.through, "organization_id", "goal_id", made, _keys(Goal), 2)
    return made


def _channels(
    rng: random.Random,
    sentences: dict[str, Sentences],
    languages: list[str],
    author: User,
    organizations: list[Organization],
) -> None:
    made = Channel.objects.bulk_create(
        Channel(
            **_common(rng, language, author),
            name=f"Fund for {sentences[language].title(rng)}"[:200],
            type=rng.choice(ChannelType.values),
            provider_organization=rng.choice(organizations),
            description=sentences[language].text(rng, 4),
        )
        for language in languages
    )
    _link(rng, Channel.goals.through, "channel_id", "goal_id", made, _keys(Goal), 3)


def _solutions(
    rng: random.Random,
    sentences: dict[str, Sentences],
    languages: list[str],
    author: User,
    organizations: list[Organization],
) -> None:
    def one(language: str) -> Solution:
        texts = sentences[language]
        return Solution(
            **_common(rng, language, author),
            title=texts.title(rng)[:160],
            kind=rng.choice(SolutionKind.values),
            summary=texts.text(rng, 3),
            challenge=texts.text(rng, rng.randrange(1, 5)),
            approach=texts.text(rng, rng.randrange(1, 6)),
            results=texts.text(rng, rng.randrange(1, 5)),
            replicability_conditions=texts.text(rng, 2),
            lessons_learned=texts.text(rng, 2),
            modality=rng.choice(Modality.values),
            project_status=rng.choice(ProjectStatus.values),
            organization=organizations[min(int(rng.expovariate(8 / len(organizations))), len(organizations) - 1)],
            start_date=str(rng.randrange(2000, 2026)),
            practice_url="https://example.org/",
        )

    made = Solution.objects.bulk_create(map(one, languages), batch_size=1000)
    goals = _keys(Goal)
    _link(rng, Solution.goals.through, "solution_id", "goal_id", made, goals, 3)
    _link(rng, Solution.targets.through, "solution_id", "target_id", made, _keys(Target), 3)
    _link(rng, Solution.themes.through, "solution_id", "theme_id", made, _keys(Theme), 2)
    countries = list(Country.objects.filter(un_member=True).values_list("pk", flat=True))
    rng.shuffle(countries)
    roles = [CountryRole.PROVIDER, CountryRole.BENEFICIARY, CountryRole.BENEFICIARY]
    SolutionCountry.objects.bulk_create(
        SolutionCountry(solution=solution, country_id=country, role=role)
        for solution in made
        for country, role in zip(_few(rng, countries, 3), roles, strict=False)
    )


def _keys(model: Callable[..., object]) -> list[object]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]


def _few(rng: random.Random, values: list[object], most: int) -> list[object]:
    """Some of the values, the first ones more often."""
    picks = {min(int(rng.expovariate(3 / len(values))), len(values) - 1) for _ in range(rng.randrange(1, most + 1))}
    return [values[pick] for pick in picks]


def _link(rng: random.Random, through: type, left: str, right: str, items: list, values: list, most: int) -> None:
    through.objects.bulk_create(
        (through(**{left: item.pk, right: value}) for item in items for value in _few(rng, values, most)),
        batch_size=5000,
    )
