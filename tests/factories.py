"""Objects for tests: say only what matters, the rest is filled in. What is published went through moderation."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Role, User
from funding.models import Channel, ChannelType
from galaxy.library.models import Publication, PublicationType
from galaxy.moderation import services as moderation
from galaxy.moderation.models import Moderated
from galaxy.search.indexing import index_item
from galaxy.taxonomy.models import Goal, Target, Theme
from partners.models import Membership, MembershipRole, MembershipState, Organization, OrganizationType
from solutions.models import (
    Attachment,
    BlockType,
    BuildingBlock,
    CountryRole,
    Modality,
    ProjectStatus,
    QualityReview,
    Resource,
    ResultMetric,
    Solution,
    SolutionCountry,
)
from solutions.reviews import services as reviews
from solutions.reviews.criteria import CODES

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PASSWORD = "a long and quiet river"

_numbers = count(1)


def make_user(**fields: Any) -> User:
    number = next(_numbers)
    defaults = {"email": f"person{number}@example.org", "name": f"Person {number}", "password": PASSWORD}
    return User.objects.create_user(**{**defaults, **fields})


def make_moderator(**fields: Any) -> User:
    return make_user(**{"role": Role.MODERATOR, **fields})


def make_administrator(**fields: Any) -> User:
    return make_user(**{"role": Role.ADMINISTRATOR, **fields})


def make_membership(
    organization: Organization, user: User | None = None, role: str = MembershipRole.OWNER
) -> Membership:
    return Membership.objects.create(
        organization=organization, user=user or make_user(), role=role, state=MembershipState.ACTIVE
    )


def make_organization(*, published: bool = False, owner: User | None = None, **fields: Any) -> Organization:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "name": f"Ministry {number}",
        "type": OrganizationType.GOVERNMENT_MINISTRY,
        "country_id": "KEN",
        "website": f"https://ministry{number}.example.org/",
        "description": "Looks after the public service.",
    }
    fields.setdefault("author", owner or make_user())
    organization = Organization.objects.create(**{**defaults, **fields})
    if owner is not None:
        make_membership(organization, owner)
    return publish(organization) if published else organization


def make_solution(
    *,
    published: bool = False,
    goals: list[int] | None = None,
    targets: list[str] | None = None,
    themes: list[str] | None = None,
    gives: list[str] | None = None,
    receives: list[str] | None = None,
    **fields: Any,
) -> Solution:
    """A complete solution of a published organization; Kenya gives to Uganda for goal 3."""
    number = next(_numbers)
    if "organization" not in fields:
        fields["organization"] = make_organization(published=True)
    fields.setdefault("author", fields["organization"].author)
    numbers = [3] if goals is None else goals
    # No three words in a row that another one has: it would be taken for the same.
    text = (
        f"Health workers {number} in villages {number} reach people {number}, paid by {number} counties {number}. " * 4
    )
    defaults: dict[str, Any] = {
        "title": f"Village health workers {number}",
        "summary": text,
        "challenge": text,
        "approach": text,
        "results": text,
        "replicability_conditions": text,
        "lessons_learned": text,
        "what_did_not_work": text,
        "modality": Modality.SOUTH_SOUTH,
        "project_status": ProjectStatus.ONGOING,
        "start_date": "2019",
        "practice_url": f"https://practice{number}.example.org/",
        "primary_goal_id": numbers[0] if numbers else None,
    }
    solution = Solution.objects.create(**{**defaults, **fields})
    solution.goals.set(Goal.objects.filter(pk__in=numbers))
    solution.targets.set(Target.objects.filter(pk__in=targets or []))
    solution.themes.set(Theme.objects.filter(pk__in=["health"] if themes is None else themes))
    for role, codes in ((CountryRole.PROVIDER, gives or ["KEN"]), (CountryRole.BENEFICIARY, receives or ["UGA"])):
        for iso3 in codes:
            SolutionCountry.objects.create(solution=solution, country_id=iso3, role=role)
    return publish(solution) if published else solution


def make_block(solution: Solution, **fields: Any) -> BuildingBlock:
    """A building block; of a public solution it shows at once, and is found after the next indexing."""
    defaults = {"title": "Training in pairs", "description": "Each clinic sends two.", "type": BlockType.TRAINING}
    return BuildingBlock.objects.create(solution=solution, **{**defaults, **fields})


def make_metrics(solution: Solution) -> None:
    """Two figures: one with all that can be told of it, one without a source."""
    named = {"unit": "clinics", "year": 2023, "source": "Yearly report", "evidence_url": "https://health.example.org/"}
    ResultMetric.objects.create(solution=solution, indicator="Clinics that screen newborns", value="1058.5", **named)
    ResultMetric.objects.create(solution=solution, indicator="Nurses", value=62)


def make_file(solution: Solution, content: bytes = PDF, **fields: Any) -> Attachment:
    """A file that a link of this solution names; of a public one the row is written past the form."""
    file = Attachment(
        solution_id=solution.revision_of_id or solution.pk,
        digest=f"{next(_numbers):064}",
        **{"kind": "pdf", "name": "Manual.pdf", "size": len(content), **fields},
    )
    file.file.save("x", ContentFile(content), save=False)
    file.save()
    Resource.objects.create(solution=solution, attachment=file, label="Manual", type="toolkit")
    return file


def make_channel(*, published: bool = False, **fields: Any) -> Channel:
    number = next(_numbers)
    if "provider_organization" not in fields:
        fields["provider_organization"] = make_organization(published=True)
    fields.setdefault("author", fields["provider_organization"].author)
    defaults: dict[str, Any] = {
        "name": f"Fund for exchange {number}",
        "type": ChannelType.UN_TRUST_FUND,
        "description": "Pays for visits between ministries.",
        "url": "https://fund.example.org/",
    }
    channel = Channel.objects.create(**{**defaults, **fields})
    return publish(channel) if published else channel


def make_publication(*, published: bool = False, **fields: Any) -> Publication:
    number = next(_numbers)
    if "organization" not in fields:
        fields["organization"] = make_organization(published=True)
    fields.setdefault("author", fields["organization"].author)
    defaults: dict[str, Any] = {
        "title": f"What nurses learned {number}",
        "type": PublicationType.REPORT,
        "abstract": "Nurses of two countries visited each other, and what came of it.",
        "year": 2024,
        "authors": ["Okafor, Ngozi"],
        "url": f"https://reports.example.org/{number}/",
    }
    publication = Publication.objects.create(**{**defaults, **fields})
    return publish(publication) if published else publication


def rate(solution: Solution, *, by: User, level: int = 2, **scores: int) -> QualityReview:
    """Points by the criteria, of who has claimed it: 16 of 24 unless told otherwise."""
    return reviews.rate(solution, marks(level, **scores), by=by)


def marks(level: int = 2, *, is_promising: bool = False, **scores: int) -> reviews.Marks:
    return reviews.Marks({**dict.fromkeys(CODES, level), **scores}, is_promising=is_promising)


def publish(item: Any, *, by: User | None = None) -> Any:
    """Take an item through submission and review, and index it as a worker would."""
    moderator = by or make_moderator()
    moderation.submit(item, by=item.author)
    moderation.claim(item, by=moderator)
    if isinstance(item, Solution):
        rate(item, by=moderator)
    public = moderation.publish(item, by=moderator)
    if public.is_searched:
        index_item(type(public), public.pk)
    return public


def in_review(item: Moderated, *, by: User, rated: bool = True) -> Any:
    """Claimed by this moderator, and with points by the criteria, so that it can be published."""
    moderation.submit(item, by=item.author)
    claimed = moderation.claim(item, by=by)
    if rated and isinstance(claimed, Solution) and not claimed.revision_of_id:
        rate(claimed, by=by)
    return claimed
