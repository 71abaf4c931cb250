"""What other apps ask of search."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from galaxy.core.outbox import hint
from galaxy.search import indexing, tasks
from galaxy.search.models import IndexRequest
from galaxy.search.rebuilding import Told, rebuild_all, silent


@transaction.atomic
def refresh(item: models.Model) -> IndexRequest:
    """Have the entry of this item written anew after commit, by a worker."""
    request = IndexRequest.objects.create(content_type=ContentType.objects.get_for_model(item), object_id=item.pk)
    hint(tasks.index_item, request.pk)
    return request


def remove(item: models.Model) -> None:
    """Take the item out of search now, in the transaction of the caller, who holds its row."""
    indexing.remove_entry(type(item), item.pk)


def rebuild(told: Told = silent, processes: int = 1) -> int:
    """Write every entry anew; how many there are. Goes on where an earlier one was stopped."""
    return rebuild_all(told, processes)
