"""Everything that waits for a decision, of all kinds, as one list."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from galaxy.moderation import services
from galaxy.moderation.models import Moderated, Status, moderated_models
from galaxy.taxonomy.labels import vocabulary

LOOK_AHEAD = 100  # rows in which the next item is sought
_TEXT: "models.Field[Any, Any]" = models.CharField(max_length=300)
_COLUMNS = (
    "model_name",
    "id",
    "revision_of_id",
    "status",
    "heading",
    "type_code",
    "owner_name",
    "country_codes",
    "submitted_at",
    "claimed_by_id",
)


@dataclass(frozen=True)
class Selection:
    """What a moderator wants to see. `scope` are the regions of a regional moderator."""

    kind: str = ""
    type: str = ""
    status: str = ""
    region: str = ""
    country: str = ""
    whose: str = ""
    scope: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    model: type[Moderated]
    pk: int
    revision_of: int | None
    status: str
    title: str
    type: str
    owner: str
    countries: list[str]
    submitted_at: datetime.datetime
    claimed_by: User | None

    @property
    def public_id(self) -> str:
        return f"SSG-{self.model.public_prefix}-{self.revision_of or self.pk:06d}"

    @property
    def key(self) -> str:
        return f"{self.model._meta.model_name}-{self.pk}"

    @property
    def url(self) -> str:
        return reverse("admin:review", args=[self.model._meta.model_name, self.pk])

    @property
    def kind_label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def type_label(self) -> str:
        return choice_label(self.model, self.model.listing.type, self.type)

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)

    @property
    def places(self) -> list[str]:
        return [vocabulary().label("country", code) for code in self.countries]

    @property
    def days(self) -> int:
        return (timezone.now() - self.submitted_at).days

    @property
    def may_be_ticked(self) -> bool:
        """To be published, or to be decided on with others."""
        return self.status in {Status.IN_REVIEW, Status.APPROVED} or bool(self.model.together)


def choice_label(model: type[Moderated], name: str, value: str) -> str:
    field: Any = model._meta.get_field(name)
    choices = dict(field.flatchoices)
    return str(choices.get(value, value))


def waiting(selection: Selection, user: User) -> "models.QuerySet[Any]":
    """The rows as dictionaries, oldest first: one query for all kinds. Read them by rows()."""
    parts = [
        _narrowed(_columns(model), selection, user)
        for name, model in moderated_models().items()
        if selection.kind in ("", name)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("submitted_at", "model_name", "id")


def rows(found: Iterable[dict[str, Any]]) -> list[Row]:
    """Lines to show; one query for the names of who has claimed them."""
    values = list(found)
    people = User.objects.in_bulk({value["claimed_by_id"] for value in values} - {None})
    by_name = moderated_models()
    return [
        Row(
            model=by_name[value["model_name"]],
            pk=value["id"],
            revision_of=value["revision_of_id"],
            status=value["status"],
            title=value["heading"],
            type=value["type_code"],
            owner=value["owner_name"],
            countries=value["country_codes"],
            submitted_at=value["submitted_at"],
            claimed_by=people.get(value["claimed_by_id"]),
        )
        for value in values
    ]


def next_for(user: User, selection: Selection) -> Moderated | None:
    """The oldest of the selection that this person can take up now; None where nothing is left."""
    for row in rows(waiting(selection, user)[:LOOK_AHEAD]):
        if row.status == Status.SUBMITTED or (row.claimed_by == user and row.status == Status.IN_REVIEW):
            item: Moderated = row.model.objects.get(pk=row.pk)
            if not services.refusal(item, user):
                return item
    return None


@dataclass(frozen=True)
class Totals:
    """How much waits in all, whatever is selected."""

    by_kind: Counter[str]
    by_status: Counter[str]
    mine: int
    free: int

    @property
    def all(self) -> int:
        return self.by_kind.total()


def totals(user: User) -> Totals:
    """One query over all kinds."""
    counted = list(_counts())
    by_kind: Counter[str] = Counter()
    by_status: Counter[str] = Counter()
    for line in counted:
        by_kind[line["model_name"]] += line["count"]
        by_status[line["status"]] += line["count"]
    return Totals(
        by_kind,
        by_status,
        mine=sum(line["count"] for line in counted if line["claimed_by_id"] == user.pk),
        free=sum(line["count"] for line in counted if line["status"] == Status.SUBMITTED),
    )


def _counts() -> Iterator[dict[str, Any]]:
    parts = [
        model.objects.waiting()
        .order_by()
        .annotate(model_name=Value(name, _TEXT))
        .values("model_name", "status", "claimed_by_id")
        .annotate(count=Count("pk"))
        for name, model in moderated_models().items()
    ]
    yield from parts[0].union(*parts[1:], all=True)


def _columns(model: type[Moderated]) -> Any:
    listing = model.listing
    return (
        model.objects.waiting()
        .order_by()
        .annotate(
            model_name=Value(model._meta.model_name, _TEXT),
            heading=F(listing.title),
            type_code=F(listing.type),
            owner_name=F(listing.owner) if listing.owner else Value("", _TEXT),
            country_codes=_countries(model),
        )
    )


def _countries(model: type[Moderated]) -> Any:
    path = model.listing.country
    if not path:
        return Cast(Value([]), ArrayField(models.CharField(max_length=3)))
    own = model.objects.filter(pk=OuterRef("pk"), **{f"{path}__isnull": False})
    return ArraySubquery(own.order_by(path).values(path).distinct())


def _narrowed(found: Any, selection: Selection, user: User) -> Any:
    exact = {"type_code": selection.type, "status": selection.status}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if selection.country:
        found = found.filter(country_codes__contains=[selection.country])
    if selection.region:
        found = found.filter(country_codes__overlap=_countries_of({selection.region}))
    if selection.scope:
        found = found.filter(Q(country_codes__overlap=_countries_of(selection.scope)) | Q(country_codes__len=0))
    if selection.whose == "mine":
        found = found.filter(claimed_by=user)
    if selection.whose == "free":
        found = found.filter(status=Status.SUBMITTED)
    return found.values(*_COLUMNS)


def _countries_of(regions: Iterable[str]) -> list[str]:
    wanted = set(regions)
    return [term.code for term in vocabulary().countries.values() if wanted & set(term.regions)]
