"""Figures, building blocks, links and numbers elsewhere, as the page of a solution shows them."""

import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import number_format

from galaxy.core.uploads import FileKind
from galaxy.taxonomy.labels import Vocabulary
from solutions.models import BlockType, BuildingBlock, Licence, ResourceType


def metrics(solution: Any) -> list[dict[str, str]]:
    return [
        {
            **row,
            "value": number_format(Decimal(row["value"]).normalize(), force_grouping=True, use_l10n=True),
            "year": str(row["year"] or ""),
            "host": host(row["url"]),
        }
        for row in solution.metric_rows
    ]


def blocks(solution: Any) -> list[dict[str, str]]:
    """`url` is empty where the solution is not public: its blocks have no page then."""
    types = dict(BlockType.choices)
    is_public = solution.is_published and not solution.revision_of_id
    return [
        {
            **row,
            "kind": str(types.get(row["type"], "")),
            "url": BuildingBlock(pk=row["id"], title=row["title"]).get_absolute_url() if is_public else "",
            "source_url": BuildingBlock(pk=row["source"], title=row["source_title"]).get_absolute_url()
            if row["source"]
            else "",
        }
        for row in solution.block_rows
    ]


def resources(solution: Any, words: Vocabulary) -> list[dict[str, Any]]:
    return [_resource(row, words) for row in solution.resource_rows]


def _resource(row: dict[str, Any], words: Vocabulary) -> dict[str, Any]:
    file = reverse("attachment", args=[row["key"]]) if row["key"] else ""
    return {
        **row,
        "url": row["url"] or f"{settings.BASE_URL}{file}",
        "file": file,
        "kind": str(ResourceType(row["type"]).label),
        "host": host(row["url"]),
        "dead_on": datetime.date.fromisoformat(row["dead_on"]) if row["dead_on"] else None,
        "in_language": words.languages.get(row["language"], ""),
        "terms": str(dict(Licence.choices).get(row["licence"], "")),
        "format": f"{FileKind(row['file']).label}, {filesizeformat(row['size'])}" if file else "",
    }


def host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
