"""What people do with imports: upload, start, hand out, send, throw away."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.core.documents import BadFile, Kind, kind_of
from galaxy.core.outbox import hint
from galaxy.core.text import tidy_line
from galaxy.moderation.services import StepRefused
from galaxy.notifications.services import notify
from partners import services as partners
from partners.models import EDITING_ROLES, Invitation, Membership, MembershipRole, Organization
from solutions import services
from solutions.exchange.lookup import Lookup
from solutions.exchange.reading import read_document
from solutions.exchange.tables import read_table
from solutions.imports import tasks, work
from solutions.imports.models import Import, ImportRow, RowState, Stage
from solutions.models import Solution

UPLOADS_A_DAY = 40
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Sent:
    """What became of drafts that were sent together."""

    done: list[Solution] = field(default_factory=list)
    refused: list[tuple[Solution, str]] = field(default_factory=list)


def receive(file: IO[bytes], *, name: str, size: int, usual: Mapping[str, str], by: User) -> Import:
    """Read an uploaded file and have its rows checked; raises BadFile, and then nothing is kept."""
    _check_uploads(by)
    kind = kind_of(file, size)
    lookup = Lookup(by)
    batch = Import(by=by, file_name=_shown_name(name), language=get_language() or "en", usual=dict(usual))
    if kind == Kind.DOCX:
        reading = read_document(file, lookup)
        batch.is_document = True
        rows = [ImportRow(number=1, cells=reading.cells, rest=reading.rest)]
    else:
        table = read_table(file, kind, lookup)
        batch.places, batch.unknown = table.places, table.unknown[:20]
        rows = [ImportRow(number=row.number, cells=row.cells) for row in table.rows]
    return _keep(batch, rows)


@transaction.atomic
def _keep(batch: Import, rows: list[ImportRow]) -> Import:
    batch.save()
    for row in rows:
        row.batch = batch
        row.cells = {key: text.replace("\0", "") for key, text in row.cells.items()}
    ImportRow.objects.bulk_create(rows, batch_size=100)
    if batch.is_document:
        work.check_now(batch)
        batch.refresh_from_db()
    else:
        hint(tasks.go_on, batch.pk)
    return batch


@transaction.atomic
def start(batch: Import) -> Import:
    """Have drafts made of the rows that are right; asked twice, it is one start."""
    batch = Import.objects.select_for_update().get(pk=batch.pk)
    if batch.stage != Stage.CHECKED or batch.is_document:
        return batch
    batch.stage = Stage.MAKING
    batch.save()
    hint(tasks.go_on, batch.pk)
    return batch


@transaction.atomic
def make_from_document(batch: Import, placed: Mapping[int, str], *, organization: str, title: str) -> ImportRow:
    """A draft of what a Word file says; `placed` names the field for each part that stood under no known heading."""
    row = batch.rows.select_for_update().get()
    if row.solution_id:
        return row
    cells = dict(row.cells)
    for number, text in enumerate(row.rest):
        if name := placed.get(number, ""):
            cells[name] = "\n\n".join(filter(None, [cells.get(name, ""), text]))
    row.cells = {**cells, "title": title, "organization": organization}
    work.check_again(row, batch)
    if not {"title", "organization"} <= row.values.keys():
        row.save()
        raise StepRefused(_("A draft needs a title and an organization. Everything else is kept as it was read."))
    work.make(row, batch)
    Import.objects.filter(pk=batch.pk).update(stage=Stage.DONE, updated_at=timezone.now())
    return row


@transaction.atomic
def assign(rows: Iterable[ImportRow], *, email: str, by: User) -> str:
    """Ask a colleague to finish these drafts; who is no member yet is invited by mail. The name they go by."""
    rows = list(rows)
    organizations = {row.solution.organization for row in rows if row.solution}
    people = {organization.pk: _colleague(organization, email) for organization in organizations}
    for organization in organizations:
        if people[organization.pk] is None:
            _invite_once(organization, email, by)
    for row in rows:
        row.assignee = people[row.solution.organization_id] if row.solution else None
        row.assignee_email = "" if row.assignee else email.lower()
    ImportRow.objects.bulk_update(rows, ["assignee", "assignee_email"])
    for person in {person for person in people.values() if person}:
        notify("imports.assigned", item=rows[0].batch, actor=by, person=person, count=len(rows))
    return next((str(person) for person in people.values() if person), email)


def send(rows: Iterable[ImportRow], *, by: User, different: bool = False) -> Sent:
    """Hand in these drafts, each by itself: one that cannot be sent keeps none of the others.

    `different`: the person says that none of them is the same as a public one with a similar title."""
    sent = Sent()
    for row in rows:
        if row.solution is None:
            continue
        try:
            sent.done.append(services.send(row.solution, by=by, different=different))
        except StepRefused as refused:
            sent.refused.append((row.solution, str(refused)))
    return sent


def discard(batch: Import) -> None:
    """Forget the file and its rows; drafts that were made of it stay."""
    batch.delete()


def _check_uploads(by: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if Import.objects.filter(by=by, created_at__gt=since).count() >= UPLOADS_A_DAY:
        raise BadFile(
            _("You have uploaded %(count)s files today. Nothing was read; go on tomorrow.") % {"count": UPLOADS_A_DAY}
        )


def _shown_name(name: str) -> str:
    """The last part of what the person called the file, without what could mislead the eye. It names no file here."""
    return DIRECTION.sub("", tidy_line(re.split(r"[/\\]", name)[-1]))[:120] or "-"


def _colleague(organization: Organization, email: str) -> User | None:
    """The member of this address who may write; None for who is no member."""
    user = User.objects.filter(
        Q(email__iexact=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    ).first()
    member = Membership.objects.active().filter(organization=organization, user=user).first() if user else None
    if member is not None and member.role not in EDITING_ROLES:
        raise StepRefused(_("%(person)s may only read. Give them the role of contributor first.") % {"person": user})
    return user if member else None


def _invite_once(organization: Organization, email: str, by: User) -> None:
    if not Invitation.objects.open().filter(organization=organization, email__iexact=email).exists():
        partners.invite(organization, email=email, role=MembershipRole.CONTRIBUTOR, by=by)


def rows_wrong(batch: Import) -> list[ImportRow]:
    return list(batch.rows.filter(state=RowState.WRONG).order_by("number"))


def chosen(batch: Import, pks: Iterable[int]) -> list[ImportRow]:
    """Drafts of this import with these keys, as far as the person may still edit them, in the order of the file."""
    editable = Solution.objects.editable_by(batch.by).values("pk")
    rows = batch.rows.made().filter(pk__in=list(pks), solution__in=editable)
    return list(rows.select_related("batch", "solution__organization").order_by("number"))
