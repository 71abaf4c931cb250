"""Indexing in the background."""

import logging

from celery import shared_task

from galaxy.search import corrections, querylog
from galaxy.search.indexing import answer_request
from galaxy.search.models import IndexRequest

logger = logging.getLogger(__name__)


@shared_task
def index_item(request_pk: int) -> bool:
    return answer_request(request_pk)


@shared_task
def index_waiting() -> int:
    """Index what a lost message left behind; one that fails is told of, and keeps none of the others."""
    waiting = IndexRequest.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_answered(pk) for pk in waiting[:500])


def _answered(pk: int) -> bool:
    try:
        return answer_request(pk)
    except Exception:
        logger.exception("Index request %s fails and stays", pk)
        return False


@shared_task
def forget_searches() -> int:
    return querylog.forget()


@shared_task
def rebuild_terms() -> int:
    return corrections.rebuild_terms()
