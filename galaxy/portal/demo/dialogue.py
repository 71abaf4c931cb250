"""Invented adaptations, questions and reports, through the services of everybody and marked as invented."""

import json
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import User
from galaxy.flags import services as flags
from galaxy.flags.models import Flag
from galaxy.moderation import services as moderation
from galaxy.moderation.models import Moderated
from galaxy.portal.demo.records import DATA, Item, Loader, by_slug, theme_crosswalk
from galaxy.taxonomy.models import Goal, Theme
from partners.models import Organization
from solutions.models import Solution, SolutionCountry
from solutions.questions import services as questions
from solutions.questions.models import Question

SOURCE = "invented"
ASKS, ANSWERS = "member@galaxy.example", "focalpoint@galaxy.example"
TEXTS = (
    "title",
    "tagline",
    "summary",
    "challenge",
    "approach",
    "results",
    "replicability_conditions",
    "lessons_learned",
    "adaptation_note",
    "adaptation_reason",
    "adaptation_cost",
    "adaptation_time",
)


@transaction.atomic
def load() -> int:
    """What is not there yet; how many records were made. Needs the records and the people."""
    told = json.loads((DATA / "dialogue.json").read_text(encoding="utf-8"))
    loader = Loader()
    agency = _agency(told["organization"], loader)
    made = sum(_adaptation(item, agency, loader) for item in told["adaptations"])
    records = by_slug(Solution)
    for item in told["questions"]:
        _question(item, records[item["on"]], loader.reviewer)
    for item in told["reports"]:
        _report(item, records[item["on"]])
    return made


def _agency(item: Item, loader: Loader) -> Organization:
    facts = {name: item[name] for name in ("name", "acronym", "type", "website", "description")}
    agency = Organization.objects.filter(source_system=SOURCE, revision_of=None, name=item["name"]).first()
    return agency or _public(Organization(**facts, **_common(item, loader)), loader)


def _adaptation(item: Item, agency: Organization, loader: Loader) -> bool:
    invented = _invented()
    if item["slug"] in invented:
        return False
    solution = Solution(
        **{name: item[name] for name in TEXTS},
        **_common(item, loader),
        kind="programme_or_project",
        modality="south_south",
        organization=agency,
        adapted_from=({**by_slug(Solution), **invented})[item["parent"]],
        primary_goal_id=item["goals"][0],
        project_status=item["status"],
        start_date=item["start"],
    )
    solution.save()
    solution.goals.set(Goal.objects.filter(pk__in=item["goals"]))
    crosswalk = theme_crosswalk()
    solution.themes.set(Theme.objects.filter(pk__in=[crosswalk[code][0] for code in item["themes"]]))
    SolutionCountry.objects.bulk_create(
        SolutionCountry(solution=solution, country_id=code, role=role)
        for role, codes in item["countries"].items()
        for code in codes
    )
    _public(solution, loader)
    return True


def _question(item: Item, solution: Solution, reviewer: User) -> None:
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{SOURCE}:{item['slug']}")
    if Question.objects.filter(creation_key=key).exists():
        return
    asks, answers = (User.objects.get(email=email) for email in (ASKS, ANSWERS))
    question = questions.ask(
        solution, text=item["text"], language="en", by=asks, key=key, shows_name=item["shows_name"]
    )
    if item.get("waits"):
        return
    moderation.claim(question, by=reviewer)
    moderation.publish(question, by=reviewer)
    if item["answer"]:
        questions.answer(question, text=item["answer"], by=answers, shows_name=True)


def _report(item: Item, solution: Solution) -> None:
    about = {"content_type": ContentType.objects.get_for_model(Solution), "object_id": solution.pk}
    if not Flag.objects.filter(**about, reason=item["reason"]).exists():
        flags.report(solution, reason=item["reason"], text=item["text"])


def _invented() -> dict[str, Solution]:
    rows = Solution.objects.filter(source_system=SOURCE, revision_of=None)
    return {solution.provenance["slug"]: solution for solution in rows}


def _common(item: Item, loader: Loader) -> dict[str, Any]:
    return {"author": loader.author, "source_system": SOURCE, "provenance": {"slug": item["slug"]}}


def _public(record: Any, loader: Loader) -> Any:
    record.save()
    moderation.submit(record, by=loader.author)
    moderation.claim(record, by=loader.reviewer)
    published: Moderated = moderation.publish(record, by=loader.reviewer)
    return published
