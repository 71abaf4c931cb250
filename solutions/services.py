"""What writes solutions on the way to review. Publishing and all other decisions are galaxy.moderation's."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, Q, Sum, When
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.core.uploads import Upload
from galaxy.moderation import services as moderation
from galaxy.moderation.alike import Alike
from galaxy.moderation.services import StepRefused
from partners.models import Organization
from solutions import content, origin, suggestions
from solutions.models import (
    MOST_BLOCKS,
    Attachment,
    BuildingBlock,
    Likeness,
    LikenessAnswer,
    Solution,
    Suggestion,
    SuggestionKind,
)

# Of one solution, files that no row names any more counted for a day.
MOST_FILES = 40
MOST_BYTES = 100 * 1024 * 1024


class PossibleDuplicates(StepRefused):
    """Public solutions look like this one, and the author has not said that it is different."""

    def __init__(self, found: list[Alike]) -> None:
        super().__init__(_("Similar practices are here already."))
        self.found = found


@dataclass(frozen=True)
class Saved:
    """What a save did: the row as it is now, and the parts that somebody else had changed, as they are now."""

    solution: Solution
    conflicts: dict[str, Any]


def create_draft(values: Mapping[str, Any], *, by: User, key: uuid.UUID) -> Solution:
    """A new draft; needs title and organization. A second call with the same key gets the first one's draft."""
    known = Solution.objects.filter(creation_key=key, author=by)
    if existing := known.first():
        return existing
    try:
        with transaction.atomic():
            solution = Solution(author=by, creation_key=key)
            _check_organization(values, by)
            _check_origin(values, solution)
            content.write(solution, values)
    except IntegrityError:
        if existing := known.first():
            return existing
        raise
    return solution


@transaction.atomic
def save_step(solution: Solution, values: Mapping[str, Any], *, by: User, seen: Mapping[str, str]) -> Saved:
    """Write what the person changed. `seen`: digest of each part as the page showed it.

    A part that somebody else changed in the meantime, and this person too, is left alone and returned as a conflict.
    """
    solution = _locked(solution)
    current = content.read(solution, values)
    changed = {name: value for name, value in values.items() if value != current[name]}
    conflicts = {name: current[name] for name in changed if _was_changed(current[name], seen.get(name))}
    both = {name: now for name, now in conflicts.items() if content.digest(changed[name]) != seen.get(name)}
    wanted = {name: value for name, value in changed.items() if name not in conflicts}
    if wanted:
        _check_organization(wanted, by)
        _check_origin(wanted, solution)
        content.write(solution, wanted)
    return Saved(solution, both)


@transaction.atomic
def keep_file(solution: Solution, upload: Upload) -> Attachment:
    """Keep a file that came with the form of this solution; no row names it yet. The same one sent twice is one."""
    solution = _locked(solution)
    files = Attachment.objects.of(solution)
    digest = hashlib.sha256(upload.content).hexdigest()
    if known := files.filter(digest=digest).first():
        return known
    told = files.aggregate(count=Count("pk"), size=Sum("size"))
    if told["count"] >= MOST_FILES or (told["size"] or 0) + len(upload.content) > MOST_BYTES:
        raise StepRefused(_("This solution has as many files as it can keep. Give the address of this one instead."))
    file = Attachment(
        solution_id=solution.revision_of_id or solution.pk,
        kind=upload.kind,
        name=upload.name,
        size=len(upload.content),
        digest=digest,
    )
    file.file.save(upload.name, ContentFile(upload.content), save=False)
    file.save()
    return file


@transaction.atomic
def use_block(block: BuildingBlock, solution: Solution, *, by: User) -> Solution:
    """Add a line that refers to this block to a draft, or to the pending change of what is public; which that is."""
    if solution.is_published:
        solution = moderation.start_revision(solution, by=by)
    solution = _locked(solution)
    lines = content.read(solution, ["building_blocks"])["building_blocks"]
    if any(line["source"] == block.public_id for line in lines):
        return solution
    if len(lines) >= MOST_BLOCKS:
        raise StepRefused(_("“%(title)s” has eight building blocks already. Take one out first.") % {"title": solution})
    texts = {"description": "", "enabling_factors": "", "lessons": ""}
    line = {"key": "", "title": block.title, "type": block.type, **texts, "source": block.public_id}
    content.write(solution, {"building_blocks": [*lines, line]})
    return solution


@transaction.atomic
def attach_image(solution: Solution, picture: bytes) -> Solution:
    """Give it this picture (a JPEG of galaxy.core.images) instead of the one it has."""
    solution = _locked(solution)
    before = solution.cover_image.name or ""
    solution.cover_image.save("cover.jpg", ContentFile(picture), save=False)
    return _changed_image(solution, before)


@transaction.atomic
def remove_image(solution: Solution) -> Solution:
    """Take its picture away, with the words about it."""
    solution = _locked(solution)
    before = solution.cover_image.name or ""
    solution.cover_image = ""
    solution.image_alt = solution.image_credit = ""
    solution.consent_confirmed = False
    return _changed_image(solution, before)


@transaction.atomic
def send(solution: Solution, *, by: User, different: bool = False, translates: int | None = None) -> Solution:
    """Hand in for review, unless something is missing (Incomplete) or looks alike (PossibleDuplicates).

    `different`: its author has looked at what looks alike, and says that it is something else; `translates`: all but
    the solution with this key, whose text it says in another language. What was said is kept.
    """
    solution = _locked(solution)
    if not solution.is_imported and (missing := solution.missing()):
        raise moderation.Incomplete(missing)
    unknown = [each for each in solution.look_alikes() if not each.answer]
    if unknown and not different and translates is None:
        raise PossibleDuplicates(unknown)
    _keep_answers(solution, unknown, translates)
    return moderation.submit(solution, by=by)


@transaction.atomic
def record_suggestions(solution: Solution, shown: Iterable[tuple[str, str, float, str]]) -> None:
    """Note what was suggested (field, code, probability, model); and of all that ever was, whether it is there now."""
    Suggestion.objects.bulk_create(
        (
            Suggestion(solution=solution, kind=field, code=code, probability=probability, model=model)
            for field, code, probability, model in shown
        ),
        ignore_conflicts=True,
    )
    has = suggestions.chosen(solution)
    kept = Q(kind=SuggestionKind.GOAL, code__in=has["goals"]) | Q(kind=SuggestionKind.THEME, code__in=has["themes"])
    solution.suggestions.update(kept=Case(When(kept, then=True), default=False))


def _locked(solution: Solution) -> Solution:
    """The row, not to be changed by others until the end of the transaction; raises where it may not be edited."""
    locked = Solution.objects.select_for_update(of=("self",)).select_related("organization").get(pk=solution.pk)
    if not locked.is_editable:
        raise StepRefused(
            _("This cannot be changed now: it is “%(status)s”.") % {"status": locked.get_status_display()}
        )
    return locked


def _keep_answers(solution: Solution, found: Iterable[Alike], translates: int | None) -> None:
    answers = {
        each.item: LikenessAnswer.TRANSLATION if each.item.pk == translates else LikenessAnswer.DIFFERENT
        for each in found
    }
    Likeness.objects.bulk_create(
        (
            Likeness(solution_id=solution.revision_of_id or solution.pk, other=other, answer=answer)
            for other, answer in answers.items()
        ),
        ignore_conflicts=True,
    )


def _was_changed(now: Any, seen: str | None) -> bool:
    """Whether somebody else wrote this part since the page showed it; an empty part has nothing to lose."""
    return bool(now) and content.digest(now) != seen


def _check_organization(values: Mapping[str, Any], by: User) -> None:
    if "organization" in values and not Organization.objects.editable_by(by).filter(pk=values["organization"]).exists():
        raise StepRefused(_("You are not a member who may write for this organization."))


def _check_origin(values: Mapping[str, Any], solution: Solution) -> None:
    number = values.get("adapted_from")
    if number and (reason := origin.fault(origin.find(number), solution)):
        raise StepRefused(reason)


def _changed_image(solution: Solution, before: str) -> Solution:
    solution.version += 1
    solution.save()
    transaction.on_commit(lambda: _forget_file(solution, before))
    return solution


def _forget_file(solution: Solution, name: str) -> None:
    """Delete the file, where no other row shows it: a public solution and its pending change may share one."""
    if name and not Solution.objects.filter(cover_image=name).exists():
        solution.cover_image.storage.delete(name)
