"""Files that nothing names any more. What a row names is never touched, whatever its age."""

import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from solutions.models import Attachment, Solution

KEPT = datetime.timedelta(days=7)  # time for a form that stays open; also for a save that is under way


def forget_files() -> int:
    """Delete attached files that no line names, then what failed saves left in the folders; how many."""
    before = timezone.now() - KEPT
    return _forget_rows(before) + _forget_strays("files", before) + _forget_strays("covers", before)


def _forget_rows(before: datetime.datetime) -> int:
    """A file goes after its row; where a power cut comes between, it is a stray of tomorrow."""
    with transaction.atomic():
        rows = list(Attachment.objects.forgotten(before).select_for_update(of=("self",), skip_locked=True))
        Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.file.delete(save=False)
    return len(rows)


def _forget_strays(folder: str, before: datetime.datetime) -> int:
    if not default_storage.exists(folder):
        return 0
    names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    old = {name for name in names if default_storage.get_modified_time(name) < before}
    strays = old - _named(old)
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def _named(names: set[str]) -> set[str]:
    attached = Attachment.objects.filter(file__in=names).values_list("file", flat=True)
    return {*attached, *Solution.objects.filter(cover_image__in=names).values_list("cover_image", flat=True)}
