"""What a solution says, as plain values: read for forms and comparison, written back in one place."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.db.models.functions import Lower

from galaxy.taxonomy.labels import vocabulary
from partners.models import Organization
from solutions import origin
from solutions.models import (
    Attachment,
    BuildingBlock,
    ExternalId,
    Resource,
    ResultMetric,
    Solution,
    SolutionCountry,
    SolutionOrganization,
)

Values = dict[str, Any]

CODES = ("themes", "channels")
GOALS = ("targets", "goals", "primary_goal")
ROWS = ("countries", "organizations", "metrics", "building_blocks", "external_ids", "resources")
BLOCK = ("title", "type", "description", "enabling_factors", "lessons")
RESOURCE = ("url", "label", "type", "language", "licence")


def read(solution: Solution, names: Iterable[str]) -> Values:
    """These parts as texts, flags, lists of codes and lists of rows; one query for each list."""
    return {name: _read(solution, name) for name in names}


def write(solution: Solution, values: Mapping[str, Any]) -> None:
    """Put these parts into the locked row and the rows that belong to it, and raise its version."""
    goals = _goals(solution, values) if set(GOALS) & set(values) else {}
    columns = {name: value for name, value in values.items() if name not in (*CODES, *GOALS, *ROWS)}
    for name, value in (columns | {key: goals[key] for key in ("primary_goal",) if goals}).items():
        _write_column(solution, name, value)
    if solution.pk:
        solution.version += 1
    solution.save()
    if goals:
        solution.goals.set(map(int, goals["goals"]))
        solution.targets.set(goals["targets"])
    for name in values.keys() & set(CODES):
        getattr(solution, name).set(values[name])
    for name in values.keys() & set(ROWS):
        _WRITERS[name](solution, values[name])


def digest(value: Any) -> str:
    """Short, to see whether a part is still what a page showed."""
    return hashlib.blake2s(json.dumps(value, sort_keys=True).encode(), digest_size=6).hexdigest()


def _read(solution: Solution, name: str) -> Any:
    if name in CODES:
        return [str(code) for code in getattr(solution, name).order_by("pk").values_list("pk", flat=True)]
    if name in _READERS:
        return _READERS[name](solution)
    value = getattr(solution, "organization_id" if name == "organization" else name)
    if isinstance(value, bool | list):
        return value
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _write_column(solution: Solution, name: str, value: Any) -> None:
    if name in ("organization", "primary_goal"):
        setattr(solution, f"{name}_id", int(value) if value else None)
    elif name == "adapted_from":
        solution.adapted_from = origin.find(value)
    elif name == "budget_amount":
        solution.budget_amount = Decimal(value) if value else None
    else:
        setattr(solution, name, value)


def _targets(solution: Solution) -> list[str]:
    return list(solution.targets.order_by("position").values_list("pk", flat=True))


def _whole_goals(solution: Solution) -> list[str]:
    """Goals that were chosen as a whole: without a target of their own."""
    known = vocabulary().targets
    told = {known[code].goal for code in _targets(solution) if code in known}
    return [str(number) for number in solution.goals.values_list("pk", flat=True) if number not in told]


def _primary_goal(solution: Solution) -> str:
    return str(solution.primary_goal_id or "")


def _goals(solution: Solution, values: Mapping[str, Any]) -> Values:
    """Targets, the main Goal, and every Goal that these or the author name; a single one is the main one."""
    kept = {} if solution.pk is None else read(solution, GOALS)
    merged = {"targets": [], "goals": [], "primary_goal": "", **kept, **{n: values[n] for n in GOALS if n in values}}
    known = vocabulary().targets
    goals = {*merged["goals"], *(str(known[code].goal) for code in merged["targets"])}
    primary = merged["primary_goal"]
    if not primary and len(goals) == 1:
        primary = next(iter(goals))
    return {**merged, "primary_goal": primary, "goals": sorted(goals | ({primary} - {""}), key=int)}


def _countries(solution: Solution) -> list[dict[str, str]]:
    links = solution.country_links.order_by("pk").values_list("country_id", "role", "place")
    return [{"country": country, "role": role, "place": place} for country, role, place in links]


def _organizations(solution: Solution) -> list[dict[str, str]]:
    links = solution.organization_links.order_by("pk").values_list("organization__name", "name", "role")
    return [{"name": known or named, "role": role} for known, named, role in links]


def _metrics(solution: Solution) -> list[dict[str, str]]:
    return [
        {
            "indicator": row.indicator,
            "value": f"{row.value.normalize():f}",
            "unit": row.unit,
            "year": str(row.year or ""),
            "source": row.source,
            "evidence_url": row.evidence_url,
        }
        for row in solution.metrics.order_by("pk")
    ]


def _blocks(solution: Solution) -> list[dict[str, str]]:
    return [
        {
            "key": str(row.key),
            **{name: getattr(row, name) for name in BLOCK},
            "source": row.source.public_id if row.source else "",
        }
        for row in solution.building_blocks.select_related("source")
    ]


def _external_ids(solution: Solution) -> list[dict[str, str]]:
    rows = solution.external_ids.order_by("pk")
    return [{"system": row.system, "identifier": row.identifier, "url": row.url} for row in rows]


def _resources(solution: Solution) -> list[dict[str, str]]:
    return [
        {
            **{name: getattr(row, name) for name in RESOURCE},
            "attachment": str(row.attachment.key) if row.attachment else "",
        }
        for row in solution.resources.select_related("attachment").order_by("pk")
    ]


def _write_countries(solution: Solution, rows: list[dict[str, str]]) -> None:
    solution.country_links.all().delete()
    once = {(row["country"], row["role"]): row["place"] for row in reversed(rows)}
    SolutionCountry.objects.bulk_create(
        SolutionCountry(solution=solution, country_id=country, role=role, place=place)
        for (country, role), place in reversed(once.items())
    )


def _write_organizations(solution: Solution, rows: list[dict[str, str]]) -> None:
    """A name that a public organization has becomes a link to it; any other stays a name."""
    known = {
        name.lower(): pk
        for pk, name in Organization.objects.published()
        .annotate(lowered=Lower("name"))
        .filter(lowered__in=[row["name"].lower() for row in rows])
        .order_by("-pk")
        .values_list("pk", "name")
    }
    solution.organization_links.all().delete()
    SolutionOrganization.objects.bulk_create(
        SolutionOrganization(
            solution=solution,
            organization_id=known.get(row["name"].lower()),
            name="" if row["name"].lower() in known else row["name"],
            role=row["role"],
        )
        for row in rows
    )


def _write_metrics(solution: Solution, rows: list[dict[str, str]]) -> None:
    solution.metrics.all().delete()
    ResultMetric.objects.bulk_create(
        ResultMetric(
            solution=solution,
            **{**row, "value": Decimal(row["value"]), "year": int(row["year"]) if row["year"] else None},
        )
        for row in rows
    )


def _write_blocks(solution: Solution, rows: list[dict[str, str]]) -> None:
    """A block keeps its row, and so its address: by its key, or, where a line has none, by its title."""
    own = {str(block.key): block for block in solution.building_blocks.all()}
    named = {row.get("key", "") for row in rows}
    by_title = {block.title: block for key, block in own.items() if key not in named}
    others = BuildingBlock.objects.canonical().exclude(solution=solution.revision_of_id or solution.pk)
    kept = []
    for position, row in enumerate(rows):
        block = (
            own.pop(row.get("key", ""), None) or by_title.pop(row["title"], None) or BuildingBlock(solution=solution)
        )
        for name in BLOCK:
            setattr(block, name, row[name])
        block.source = others.by_public_id(row["source"]).first()
        block.position = position
        block.save()
        kept.append(block.pk)
    solution.building_blocks.exclude(pk__in=kept).delete()


def _write_external_ids(solution: Solution, rows: list[dict[str, str]]) -> None:
    solution.external_ids.all().delete()
    ExternalId.objects.bulk_create(ExternalId(solution=solution, **row) for row in rows)


def _write_resources(solution: Solution, rows: list[dict[str, str]]) -> None:
    """A link without a name is called by its host, a file by its own. Only files of this solution can be named."""
    files = {str(file.key): file for file in Attachment.objects.of(solution)} if solution.pk else {}
    solution.resources.all().delete()
    Resource.objects.bulk_create(
        Resource(
            solution=solution,
            **{name: row.get(name, "") for name in RESOURCE if name != "label"},
            attachment=file,
            label=(row["label"] or (file.name if file else "") or urlsplit(row["url"]).hostname or "")[:160],
        )
        for row in rows
        if (file := files.get(row.get("attachment", ""))) or row["url"]
    )


_READERS = {
    "adapted_from": origin.number_of,
    "targets": _targets,
    "goals": _whole_goals,
    "primary_goal": _primary_goal,
    "countries": _countries,
    "organizations": _organizations,
    "metrics": _metrics,
    "building_blocks": _blocks,
    "external_ids": _external_ids,
    "resources": _resources,
}
_WRITERS = {
    "countries": _write_countries,
    "organizations": _write_organizations,
    "metrics": _write_metrics,
    "building_blocks": _write_blocks,
    "external_ids": _write_external_ids,
    "resources": _write_resources,
}
