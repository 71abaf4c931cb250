"""The only code that changes a status. Each step locks the row, checks, writes the log, tells search and people."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_moderator
from galaxy.moderation import revisions
from galaxy.moderation.log import record
from galaxy.moderation.models import APPLY_FROM, OPEN, STEPS, Decision, Moderated, ReviewNote, Status, Step
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
    """Hand in for review. Raises Incomplete while something required is missing."""
    item = _locked(item)
    _check_step(item, Step.SUBMIT)
    if not item.is_imported and (missing := item.missing()):
        raise Incomplete(missing)
    _notes(item).filter(sent_at__isnull=False, resolved_at=None).update(resolved_at=timezone.now())
    item = _move(item, Step.SUBMIT, by=by, note=note, submitted_at=timezone.now())
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
    return _move(item, Step.APPROVE, by=by, note=note, claimed_by=None, publish_at=publish_at)


@transaction.atomic
def publish(item: Item, *, by: User, note: str = "") -> Item:
    """Make it public, searchable after commit. A revision is applied to what it changes, which is returned."""
    item = _reviewed(item, by)
    if item.status == Status.IN_REVIEW:
        _check_claim(item, by)
    public = _apply(item, by=by, note=note) if item.revision_of_id else _publish_new(item, by=by, note=note)
    search.refresh(public)
    notify("moderation.published", item=public, actor=by, note=note)
    return public


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
    if by not in item.contributors() and (reason := refusal(item, by)):
        raise StepRefused(reason)
    _check_reason(note)
    was_public = item.is_published
    item = _move(item, Step.WITHDRAW, by=by, note=note, claimed_by=None, publish_at=None)
    if was_public:
        search.remove(item)
        for revision in type(item).objects.filter(revision_of=item, status__in=OPEN):
            _move(_locked(revision), Step.WITHDRAW, by=by, note=note, claimed_by=None, publish_at=None)
    notify("moderation.withdrawn", item=item, actor=by, note=note)
    return item


@transaction.atomic
def mark_duplicate(item: Item, *, by: User, of: Item, note: str) -> Item:
    """Close it in favour of a published one, to which its address leads from now on."""
    if of.pk == item.pk or not of.is_published or of.revision_of_id:
        raise StepRefused(_("Choose another record that is public."))
    item = _reviewed(item, by)
    if item.revision_of_id:
        raise StepRefused(_("A change of a public record cannot be a duplicate. Mark the record itself."))
    if item.status == Status.IN_REVIEW:
        _check_claim(item, by)
    _check_reason(note)
    was_public = item.is_published
    item = _move(item, Step.MARK_DUPLICATE, by=by, note=note, claimed_by=None, duplicate_of=of)
    type(item).objects.filter(duplicate_of=item).update(duplicate_of=of)
    if was_public:
        search.remove(item)
    notify("moderation.duplicate", item=item, actor=by, note=note, original=of)
    return item


@transaction.atomic
def reopen(item: Item, *, by: User) -> Item:
    """Make a draft again of what was not accepted or was withdrawn."""
    return _move(_locked(item), Step.REOPEN, by=by)


@transaction.atomic
def start_revision(item: Item, *, by: User) -> Item:
    """The pending change of a public item: the one that is open, or a new copy of it."""
    item = _locked(item)
    if not item.is_published:
        raise StepRefused(_("Only a public record is changed in this way."))
    pending = type(item).objects.filter(revision_of=item, status__in=OPEN).first()
    return pending or revisions.copy_of(item, by=by)


def publish_due(items: Iterable[Moderated]) -> int:
    """Publish what was approved for a time that has come, in the name of who approved it; how many."""
    from_log = [(item, last_step(item, Step.APPROVE)) for item in items]
    for item, decision in from_log:
        publish(item, by=decision.by, note=decision.note)
    return len(from_log)


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
    return type(item).objects.select_for_update(of=("self",)).get(pk=item.pk)


def _reviewed(item: Item, by: User) -> Item:
    """The locked row, where this person may decide on it."""
    item = _locked(item)
    if reason := refusal(item, by):
        raise StepRefused(reason)
    return item


def _decided(item: Item, by: User, step: Step, note: str) -> Item:
    item = _reviewed(item, by)
    _check_claim(item, by)
    _check_reason(note)
    return _move(item, step, by=by, note=note, claimed_by=None)


def _check_claim(item: Moderated, by: User, *, also_administrator: bool = False) -> None:
    if item.status != Status.IN_REVIEW:
        raise StepRefused(_("Claim it first: it is “%(status)s” now.") % {"status": item.get_status_display()})
    if item.claimed_by_id != by.pk and not (also_administrator and by.is_administrator):
        raise StepRefused(_("%(name)s has claimed this record.") % {"name": item.claimed_by})


def _check_reason(note: str) -> None:
    if not note.strip():
        raise StepRefused(_("Write the reason; the author will read it."))


def _check_step(item: Moderated, step: Step) -> None:
    if item.status not in STEPS[step][0]:
        raise StepRefused(_("This is not possible now: it is “%(status)s”.") % {"status": item.get_status_display()})


def _move(item: Item, step: Step, *, by: User, note: str = "", **changes: Any) -> Item:
    """The one place where a status is written; the row must be locked."""
    _check_step(item, step)
    return _write(item, step, STEPS[step][1], by=by, note=note, **changes)


def _write(item: Item, step: Step, status: Status, *, by: User, note: str, **changes: Any) -> Item:
    before, item.status = item.status, status
    for name, value in changes.items():
        setattr(item, name, value)
    item.save(update_fields=["status", "updated_at", *changes])
    record(item, step, by=by, from_status=before, to_status=status, note=note)
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
    )


def _apply(revision: Item, *, by: User, note: str) -> Item:
    if revision.status not in APPLY_FROM:
        raise StepRefused(
            _("This is not possible now: it is “%(status)s”.") % {"status": revision.get_status_display()}
        )
    original = _locked(revision.revision_of)
    if not original.is_published:
        raise StepRefused(_("The public record has been withdrawn, so this change cannot be published."))
    revisions.apply_to(original, revision)
    _write(revision, Step.PUBLISH, Status.APPLIED, by=by, note=note, claimed_by=None, publish_at=None)
    return original
