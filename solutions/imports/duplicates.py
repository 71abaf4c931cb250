"""Whether a row says again what is here: the same practice sent twice is one practice."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import models

from accounts.models import User
from solutions.exchange.lookup import plain
from solutions.imports.models import ImportRow, RowState
from solutions.models import Solution, SolutionCountry

NAMESPACE = uuid.UUID("5f0d1a0e-3f8e-5c3b-9a55-9f6c9d0a4f11")


@dataclass(frozen=True)
class Identity:
    """What makes two records the same practice."""

    title: str
    organization: str
    countries: frozenset[str]
    address: str

    def is_same(self, other: "Identity") -> bool:
        """The same title in a common country, or of the same organization where one names none; or the same page."""
        if self.address and self.address == other.address:
            return True
        if self.title != other.title:
            return False
        unsaid = not (self.countries and other.countries) and self.organization == other.organization
        return unsaid or bool(self.countries & other.countries)


def identity_of(values: Mapping[str, Any]) -> Identity:
    return Identity(
        plain(str(values.get("title", ""))),
        str(values.get("organization", "")),
        frozenset(line["country"] for line in values.get("countries", [])),
        page_of(str(values.get("practice_url", ""))),
    )


def key_of(values: Mapping[str, Any]) -> uuid.UUID:
    """The same for the same row of the same organization, whoever sends it and when: the database takes it once."""
    own = identity_of(values)
    return uuid.uuid5(NAMESPACE, json.dumps([own.organization, own.title, sorted(own.countries)]))


def page_of(address: str) -> str:
    """Host and path; empty for a home page, which many practices share."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{path}?{parts.query}" if path or parts.query else ""


def mark(rows: "models.QuerySet[ImportRow]", user: User) -> None:
    """Link each right row to the record, or the earlier row, that it repeats; one pass over the titles of records."""
    right = list(rows.filter(state=RowState.RIGHT).order_by("number").only("pk", "number", "values", "batch"))
    own = _without_shared_pages({row.pk: identity_of(row.values) for row in right})
    known = _known(own.values(), user)
    taken: dict[str, list[tuple[int, Identity]]] = {}
    for row in right:
        mine = own[row.pk]
        row.same_as_id = next((pk for pk, other in known.get(mine.title, []) if mine.is_same(other)), None)
        row.same_as_id = row.same_as_id or next((pk for pk, _other in known.get(mine.address or "-", [])), None)
        row.same_as_row = next((number for number, other in taken.get(mine.title, []) if mine.is_same(other)), None)
        if row.same_as_id or row.same_as_row:
            row.state = RowState.DUPLICATE
        else:
            taken.setdefault(mine.title, []).append((row.number, mine))
    ImportRow.objects.bulk_update(right, ["state", "same_as", "same_as_row"], batch_size=200)


def _without_shared_pages(own: dict[int, Identity]) -> dict[int, Identity]:
    """An address that several rows of a file give tells none of them apart."""
    counts = Counter(identity.address for identity in own.values())
    return {
        pk: Identity(one.title, one.organization, one.countries, one.address if counts[one.address] == 1 else "")
        for pk, one in own.items()
    }


def _known(wanted: Iterable[Identity], user: User) -> dict[str, list[tuple[int, Identity]]]:
    """Records that this person may see, by title and by page, as far as the wanted ones share these."""
    wanted = list(wanted)
    titles, pages = {one.title for one in wanted}, {one.address for one in wanted} - {""}
    visible = Solution.objects.visible_to(user).filter(revision_of=None).order_by("pk")
    columns = visible.values_list("pk", "title", "organization_id", "practice_url")
    near = [
        (pk, plain(title), str(organization), page_of(url))
        for pk, title, organization, url in columns.iterator(chunk_size=2_000)
        if plain(title) in titles or page_of(url) in pages
    ]
    countries: dict[int, set[str]] = {}
    links = SolutionCountry.objects.filter(solution__in=[one[0] for one in near])
    for pk, code in links.values_list("solution_id", "country_id"):
        countries.setdefault(pk, set()).add(code)
    found: dict[str, list[tuple[int, Identity]]] = {}
    for pk, title, organization, page in near:
        identity = Identity(title, organization, frozenset(countries.get(pk, ())), page)
        for name in {title, page} - {""}:
            found.setdefault(name, []).append((pk, identity))
    return found
