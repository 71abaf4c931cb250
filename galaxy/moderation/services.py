"""The only code that changes a status. Each step locks the row, checks, writes the log, tells search and people."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_moderator
from galaxy.moderation import consequences, merging, revisions
from galaxy.moderation.log import decisions_of, record
from galaxy.moderation.minor import is_minor
from galaxy.moderation.models import (
    APPLY_AT_ONCE_FROM,
    APPLY_FROM,
    OPEN,
    STEPS,
    Decision,
    Moderated,
    ReviewNote,
    Status,
    Step,
)
from galaxy.notifications.services import notify
from galaxy.search import services as search

Item = TypeVar("Item", bound=Moderated)


class StepRefused(Exception):
    """This step is not allowed now, or not to this person; the text says why, in words for the person."""


class Incomplete(StepRefused):
    """Something required is missing; `missing` maps field names to sentences."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(_("Something is still missing."))
        self.missing = missing


def may_review(user: User) -> bool:
    """Whether this person is a moderator at all."""
    return is_moderator(user)


def refusal(item: Moderated, user: User) -> str:
    """Why this person may not decide on this item; empty where they may."""
    if not may_review(user):
        return _("Only moderators decide.")
    if item.has_conflict(user):
        return _("You belong to the owner of this record, so somebody else decides.")
    scope = set(user.regions.values_list("code", flat=True))
    regions = item.region_codes()
    if scope and regions and not scope & regions:
        return _("This record belongs to another region.")
    return ""


@transaction.atomic
def submit(item: Item, *, by: User, note: str = "") -> Item:
    """Hand in for review. Raises Incomplete while something required is missing.

    A small change of a public record by a verified organization is applied at once instead."""
    item = _locked(item)
    _check_step(item, Step.SUBMIT, by)
    if not item.is_imported and (missing := item.missing()):
        raise Incomplete(missing)
    _notes(item).filter(sent_at__isnull=False, resolved_at=None).update(resolved_at=timezone.now())
    item = _move(item, Step.SUBMIT, by=by, note=note, submitted_at=timezone.now())
    if is_minor(item):
        words = _("A small change by a verified organization: published without review.")
        _tell_public(_apply(item, by=by, note=words, starts=APPLY_AT_ONCE_FROM), by=by, note=words)
        return _locked(item)
    notify("moderation.submitted", item=item)
    return item


@transaction.atomic
def recall(item: Item, *, by: User) -> Item:
    """Take a submission back before a moderator has claimed it."""
    return _move(_locked(item), Step.RECALL, by=by)


@transaction.atomic
def claim(item: Item, *, by: User) -> Item:
    """Take it for review, so that nobody else does the same work."""
    return _move(_reviewed(item, by), Step.CLAIM, by=by, claimed_by=by)


@transaction.atomic
def release(item: Item, *, by: User) -> Item:
    """Put it back into the queue; an administrator may release what somebody else has claimed."""
    item = _reviewed(item, by)
    _check_claim(item, by, also_administrator=True)
    return _move(item, Step.RELEASE, by=by, claimed_by=None)


@transaction.atomic
def add_remark(item: Moderated, *, by: User, field: str, text: str, internal: bool = False) -> ReviewNote:
    """Note something at a field; the author sees it when changes are asked for, or never where it is internal."""
    item = _reviewed(item, by)
    _check_claim(item, by)
    return ReviewNote.objects.create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        field=field,
        text=text,
        by=by,
        is_internal=internal,
    )


@transaction.atomic
def remove_remark(remark: ReviewNote, *, item: Moderated, by: User) -> None:
    """Take back what the author has not seen yet."""
    item = _reviewed(item, by)
    _check_claim(item, by)
    if not _notes(item).filter(pk=remark.pk, sent_at=None).delete()[0]:
        raise StepRefused(_("The author has read this remark already."))


def held(item: Item, by: User) -> Item:
    """The locked row, where this person judges it: claimed by them, or public already. Needs a transaction."""
    item = _reviewed(item, by)
    if not item.is_published:
        _check_claim(item, by)
    return item


@transaction.atomic
def request_changes(item: Item, *, by: User, note: str) -> Item:
    """Send it back with the reason and the remarks at the fields."""
    item = _decided(item, by, Step.REQUEST_CHANGES, note)
    _notes(item).filter(is_internal=False, sent_at=None).update(sent_at=timezone.now())
    notify("moderation.changes_requested", item=item, actor=by, note=note, remarks=open_remarks(item))
    return item


@transaction.atomic
def reject(item: Item, *, by: User, note: str) -> Item:
    item = _decided(item, by, Step.REJECT, note)
    notify("moderation.rejected", item=item, actor=by, note=note)
    return item


@transaction.atomic
def approve(item: Item, *, by: User, note: str = "", publish_at: datetime.datetime | None = None) -> Item:
    """Say yes; it is published at the time given, or when somebody publishes it."""
    item = _reviewed(item, by)
    _check_claim(item, by)
    _check_ready(item)
    item = _move(item, Step.APPROVE, by=by, note=note, claimed_by=None, publish_at=publish_at)
    notify("moderation.approved", item=item, actor=by, note=note)
    return item


@transaction.atomic
def publish(item: Item, *, by: User, note: str = "") -> Item:
    """Make it public, searchable after commit. A revision is applied to what it changes, which is returned."""
    item = _reviewed(item, by)
    if item.status == Status.IN_REVIEW:
        _check_claim(item, by)
        _check_ready(item)
    return _publish(item, by=by, note=note)


@transaction.atomic
def publish_if_due(item: Moderated) -> bool:
    """Publish in the name of who approved it for a time that has come; a second run finds nothing to do."""
    item = _locked(item)
    if item.status != Status.APPROVED or item.publish_at is None or item.publish_at > timezone.now():
        return False
    approval = last_step(item, Step.APPROVE)
    _publish(item, by=approval.by, note=approval.note)
    return True


@dataclass(frozen=True)
class Outcome:
    """What a step on many did: each stands alone, so one that is refused holds nothing up."""

    done: list[Any]
    refused: list[tuple[Any, str]]


def publish_many(items: Iterable[Moderated], *, by: User) -> Outcome:
    outcome = Outcome([], [])
    for item in items:
        try:
            outcome.done.append(publish(item, by=by))
        except StepRefused as refused:
            outcome.refused.append((item, str(refused)))
    return outcome


@transaction.atomic
def withdraw(item: Item, *, by: User, note: str) -> Item:
    """Take it out of public view, at once and everywhere. Its people and moderators may."""
    item = _locked(item)
    _check_belongs(item, by)
    _check_reason(note)
    reviewer = item.claimed_by
    was_public = item.is_published
    item = _move(item, Step.WITHDRAW, by=by, note=note, claimed_by=None, publish_at=None)
    if was_public:
        _leave_search(item)
        _withdraw_changes(item, by=by, note=note)
    notify("moderation.withdrawn", item=item, actor=by, note=note)
    notify("moderation.review_ended", item=item, actor=by, note=note, reviewer=reviewer)
    return item


@transaction.atomic
def mark_duplicate(item: Item, *, by: User, of: Item, note: str) -> Item:
    """Close it in favour of a published one, to which its address and all that hangs on it lead from now on."""
    if item.revision_of_id:
        raise StepRefused(_("A change of a public record cannot be a duplicate. Mark the record itself."))
    item, of = _both(item, of, by)
    if of.pk == item.pk or not of.is_published:
        raise StepRefused(_("Choose another record that is public."))
    if item.status == Status.IN_REVIEW:
        _check_claim(item, by)
    _check_reason(note)
    was_public = item.is_published
    item = _move(item, Step.MARK_DUPLICATE, by=by, note=note, claimed_by=None, duplicate_of=of)
    merging.merge(item, of, by=by)
    if was_public:
        _leave_search(item)
        _withdraw_changes(item, by=by, note=note)
    _refresh(of)
    notify("moderation.duplicate", item=item, actor=by, note=note, original=of)
    return item


@transaction.atomic
def split(item: Item, *, by: User, note: str) -> Item:
    """Undo a merge: it is public again, or back in the queue where it never was, with all that it gave away."""
    if item.duplicate_of is None:
        raise StepRefused(_too_late(item, by))
    item, original = _both(item, cast("Item", item.duplicate_of), by)
    _check_step(item, Step.SPLIT, by)
    _check_reason(note)
    status = Status.PUBLISHED if item.published_at else Status.SUBMITTED
    item = _write(item, Step.SPLIT, status, by=by, note=note, duplicate_of=None)
    merging.undo(item, original, by=by)
    _refresh(original)
    if item.is_published:
        _refresh(item)
    notify("moderation.split", item=item, actor=by, note=note, original=original)
    return item


@transaction.atomic
def reopen(item: Item, *, by: User) -> Item:
    """Make a draft again of what was not accepted or was withdrawn. Its people and moderators may."""
    item = _locked(item)
    _check_belongs(item, by)
    if item.revision_of_id:
        raise StepRefused(_("A change that has ended stays so. Start a new one."))
    return _move(item, Step.REOPEN, by=by)


@transaction.atomic
def start_revision(item: Item, *, by: User) -> Item:
    """The pending change of a public item: the one that is open, or a new copy of it."""
    item = _locked(item)
    if not item.is_published:
        raise StepRefused(_("Only a public record is changed in this way."))
    pending = type(item).objects.filter(revision_of=item, status__in=OPEN).first()
    return pending or revisions.copy_of(item, by=by)


def last_step(item: Moderated, step: Step) -> Decision:
    """The latest row of the log with this step; raises where there is none."""
    return Decision.objects.filter(
        content_type=ContentType.objects.get_for_model(item), object_id=item.pk, step=step
    ).latest("pk")


def open_remarks(item: Moderated) -> list[ReviewNote]:
    """The remarks that the author has before them."""
    return list(_notes(item).filter(is_internal=False, sent_at__isnull=False, resolved_at=None))


def remarks_of(item: Moderated) -> "models.QuerySet[ReviewNote]":
    """All remarks at this item, for moderators only: internal ones too."""
    return _notes(item).select_related("by")


def _notes(item: Moderated) -> Any:
    return ReviewNote.objects.filter(content_type=ContentType.objects.get_for_model(item), object_id=item.pk)


def _locked(item: Item) -> Item:
    """The row as it is now. What it changes is locked first, so that two steps never wait for each other."""
    rows = type(item).objects.select_for_update(of=("self",))
    if item.revision_of_id:
        rows.get(pk=item.revision_of_id)
    locked: Item = rows.get(pk=item.pk)
    return locked


def _reviewed(item: Item, by: User) -> Item:
    """The locked row, where this person may decide on it."""
    item = _locked(item)
    if reason := refusal(item, by):
        raise StepRefused(reason)
    return item


def _both(item: Item, other: Item, by: User) -> tuple[Item, Item]:
    """Both rows, locked in the order of their keys; this person may decide on the first."""
    both = type(item).objects.select_for_update(of=("self",)).order_by("pk").in_bulk([item.pk, other.pk])
    return _reviewed(item, by), both[other.pk]


def _decided(item: Item, by: User, step: Step, note: str) -> Item:
    item = _reviewed(item, by)
    _check_claim(item, by)
    _check_reason(note)
    return _move(item, step, by=by, note=note, claimed_by=None)


def _check_belongs(item: Moderated, by: User) -> None:
    """Its people may, and moderators who may decide; while it is in review, of those only who has claimed it."""
    if by in item.contributors():
        return
    if reason := refusal(item, by):
        raise StepRefused(reason)
    if item.status == Status.IN_REVIEW:
        _check_claim(item, by, also_administrator=True)


def _check_claim(item: Moderated, by: User, *, also_administrator: bool = False) -> None:
    if item.status == Status.SUBMITTED:
        raise StepRefused(_("Claim it first, so that nobody else decides at the same time."))
    if item.status != Status.IN_REVIEW:
        raise StepRefused(_too_late(item, by))
    if item.claimed_by_id != by.pk and not (also_administrator and by.is_administrator):
        raise StepRefused(_("%(name)s has claimed this record.") % {"name": item.claimed_by})


def _check_reason(note: str) -> None:
    if not note.strip():
        raise StepRefused(_("Write the reason; the author will read it."))


def _check_ready(item: Moderated) -> None:
    if reason := item.unready():
        raise StepRefused(reason)


def _check_step(item: Moderated, step: Step, by: User) -> None:
    if item.status not in STEPS[step][0] or step in item.unused_steps:
        raise StepRefused(_too_late(item, by))


def _too_late(item: Moderated, by: User) -> str:
    """How it stands; to moderators also who was first."""
    latest = decisions_of(item).last()
    words = {"status": item.get_status_display(), "name": latest.by if latest else ""}
    if latest and may_review(by) and latest.by != by:
        return _("%(name)s was first: this is “%(status)s” now.") % words
    return _("This is not possible now: it is “%(status)s”.") % words


def _move(item: Item, step: Step, *, by: User, note: str = "", **changes: Any) -> Item:
    """The one place where a status is written; the row must be locked."""
    _check_step(item, step, by)
    return _write(item, step, STEPS[step][1], by=by, note=note, **changes)


def _write(item: Item, step: Step, status: Status, *, by: User, note: str, **changes: Any) -> Item:
    before, item.status = item.status, status
    for name, value in changes.items():
        setattr(item, name, value)
    item.save(update_fields=["status", "updated_at", *changes])
    record(item, step, by=by, from_status=before, to_status=status, note=note)
    return item


def _withdraw_changes(item: Item, *, by: User, note: str) -> None:
    """Pending changes end with what they change; its row is locked already."""
    for revision in type(item).objects.select_for_update(of=("self",)).filter(revision_of=item, status__in=OPEN):
        _move(revision, Step.WITHDRAW, by=by, note=note, claimed_by=None, publish_at=None)


def _leave_search(item: Moderated) -> None:
    search.remove(item)
    for other in consequences.mentioned(item).values():
        search.refresh(other)


def _refresh(item: Moderated, *others: Moderated) -> None:
    """Its entry, and those that tell of it."""
    for changed in [item, *others, *consequences.mentioned(item).values()]:
        if changed.is_searched:
            search.refresh(changed)


def _publish(item: Item, *, by: User, note: str) -> Item:
    before = consequences.mentioned(cast("Item", item.revision_of)) if item.revision_of_id else {}
    is_new = item.published_at is None and not item.revision_of_id
    public = _apply(item, by=by, note=note) if item.revision_of_id else _publish_new(item, by=by, note=note)
    public = _tell_public(public, *before.values(), by=by, note=note)
    for each in consequences.of(type(public)) if is_new else []:
        each.published(public, by=by)
    return public


def _tell_public(item: Item, *others: Moderated, by: User, note: str) -> Item:
    _refresh(item, *others)
    notify("moderation.published", item=item, actor=by, note=note)
    return item


def _publish_new(item: Item, *, by: User, note: str) -> Item:
    return _move(
        item,
        Step.PUBLISH,
        by=by,
        note=note,
        claimed_by=None,
        publish_at=None,
        published_at=item.published_at or timezone.now(),
        **item.on_publication(),
    )


def _apply(revision: Item, *, by: User, note: str, starts: frozenset[Status] = APPLY_FROM) -> Item:
    if revision.status not in starts:
        raise StepRefused(_too_late(revision, by))
    original = _locked(cast("Item", revision.revision_of))
    revisions.apply_to(original, revision)
    _write(revision, Step.PUBLISH, Status.APPLIED, by=by, note=note, claimed_by=None, publish_at=None)
    return original
