"""Indexing in the background."""

from celery import shared_task

from galaxy.search.indexing import answer_request
from galaxy.search.models import IndexRequest


@shared_task
def index_item(request_pk: int) -> bool:
    return answer_request(request_pk)


@shared_task
def index_waiting() -> int:
    """Index what a lost message left behind."""
    return sum(answer_request(pk) for pk in IndexRequest.objects.order_by("pk").values_list("pk", flat=True)[:500])
