"""The clock of records: reminders, confirmation, badge, archive. Each step is noted on the row, so it is done once."""

import datetime
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.freshness.models import Link, Stage, Verified
from galaxy.notifications.services import notify
from galaxy.search import services as search

Item = TypeVar("Item", bound=Verified)

SALT = "galaxy.freshness.confirm"
LINK_LASTS = datetime.timedelta(days=90)
REMINDERS = {Stage.SOON, Stage.DUE, Stage.OVERDUE}


class NotAllowed(Exception):
    """This person may not say so, or the record is not public; the text says it in words for the person."""


def verified_models() -> dict[str, type[Any]]:
    """By the name that their addresses carry."""
    return {str(model._meta.model_name): model for model in apps.get_models() if issubclass(model, Verified)}


# What the clock does


def run(today: datetime.date | None = None) -> int:
    """Do for every record what its day asks for; how many there were. A second run finds nothing to do."""
    today = today or timezone.localdate()
    return sum(
        advance(model, pk, today)
        for model in verified_models().values()
        for pk in model.objects.behind(today).order_by("verify_due_on", "pk").values_list("pk", flat=True)
    )


@transaction.atomic
def advance(model: type[Any], pk: int, today: datetime.date) -> bool:
    """Bring one record to the stage of the day, skipping those that were missed: nobody is reminded twice at once."""
    item = model.objects.behind(today).select_for_update(of=("self",)).filter(pk=pk).first()
    if item is None:
        return False
    if item.clock_stage == Stage.FRESH and item.stage_on(today) > Stage.OVERDUE:
        item.verify_due_on = today  # nobody was ever reminded: it is due today
    item.clock_stage = item.stage_on(today)
    if item.clock_stage == Stage.ARCHIVED:
        item.archived_on = today
    item.save(update_fields=["clock_stage", "verify_due_on", "archived_on", "updated_at"])
    _act(item)
    return True


def _act(item: Any) -> None:
    if item.clock_stage == Stage.STALE:
        search.refresh(item)
        return
    if item.clock_stage == Stage.ARCHIVED:
        search.remove(item)
    kind = "freshness.reminder" if item.clock_stage in REMINDERS else "freshness.archived"
    for person in item.contributors():
        notify(kind, item=item, to=person, last_day=item.verify_due_on + datetime.timedelta(days=365))


@transaction.atomic
def confirm(item: Item, *, by: User) -> Item:
    """Note that its owner finds it still right: the clock begins anew, and an archived one is listed again."""
    row: Any = type(item).objects.select_for_update(of=("self",)).get(pk=item.pk)  # type: ignore[attr-defined]
    if not row.is_published:
        raise NotAllowed(_("This record is not public now, so there is nothing to confirm."))
    if not by.is_active or by not in row.contributors():
        raise NotAllowed(_("Only the people of its organization can confirm this record."))
    for name, value in row.on_publication().items():
        setattr(row, name, value)
    row.last_verified_on, row.verified_by = timezone.localdate(), by
    row.save(update_fields=[*row.on_publication(), "last_verified_on", "verified_by", "updated_at"])
    search.refresh(row)
    return row


# The link in the mail


@dataclass(frozen=True)
class Question:
    """What a link asks, of whom: whether this record is still right."""

    item: Any
    person: User
    due_on: str

    @property
    def is_answered(self) -> bool:
        """Somebody has confirmed it since the mail was written."""
        return self.item.verify_due_on is not None and self.item.verify_due_on.isoformat() > self.due_on

    @property
    def is_open(self) -> bool:
        return self.item.is_published and not self.is_answered and self.person in self.item.contributors()


def link_for(item: Any, person: User) -> str:
    return reverse("freshness:confirm", args=[token_for(item, person)])


def token_for(item: Any, person: User) -> str:
    """Good for this record, this person and this time that it is due, for ninety days."""
    return signing.dumps([item._meta.model_name, item.pk, person.pk, item.verify_due_on.isoformat()], salt=SALT)


def question_of(token: str) -> Question | None:
    """None where the link was not made here, is too old, or speaks of what is no more."""
    try:
        name, pk, person_pk, due_on = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    item = verified_models()[name].objects.filter(pk=pk).first()
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    return Question(item, person, due_on) if item and person else None


# Figures


@dataclass(frozen=True)
class Figures:
    """For who looks after the portal. `due`: asked about now; `stale`: of these, those that readers are warned of."""

    due: int
    stale: int
    archived: int
    dead_links: int


def figures(today: datetime.date | None = None) -> Figures:
    """One query for each figure and model."""
    today = today or timezone.localdate()
    models = verified_models().values()
    return Figures(
        due=sum(model.objects.to_confirm(today).filter(archived_on=None).count() for model in models),
        stale=sum(model.objects.stale(today).count() for model in models),
        archived=sum(model.objects.archived().count() for model in models),
        dead_links=Link.objects.dead().count(),
    )
