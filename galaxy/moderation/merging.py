"""What moves when a record is closed in favour of another, and how it comes back. Inside the caller's transaction."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from galaxy.moderation import consequences
from galaxy.moderation.models import Merge, Moderated


def merge(item: Moderated, into: Moderated, *, by: User) -> Merge:
    """Both rows are locked, and the first is a duplicate already. Earlier duplicates lead on in one step."""
    rows: Any = type(item)._default_manager
    earlier = rows.filter(duplicate_of=item)
    moved: dict[str, Any] = {"duplicates": list(earlier.values_list("pk", flat=True))}
    earlier.update(duplicate_of=into)
    for each in consequences.of(type(item)):
        moved[each.name] = each.merged(item, into, by=by)
    content_type = ContentType.objects.get_for_model(item)
    return Merge.objects.create(content_type=content_type, object_id=item.pk, moved=moved)


def undo(item: Moderated, original: Moderated, *, by: User) -> None:
    """Only what is still where the merge left it comes back."""
    content_type = ContentType.objects.get_for_model(item)
    merge = Merge.objects.filter(content_type=content_type, object_id=item.pk, undone_at=None).first()
    if merge is None:  # closed before merges were written down: only the address comes back
        return
    rows: Any = type(item)._default_manager
    rows.filter(pk__in=merge.moved["duplicates"], duplicate_of=original).update(duplicate_of=item)
    for each in consequences.of(type(item)):
        each.split(item, original, merge.moved.get(each.name, {}), by=by)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
