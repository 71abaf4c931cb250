"""Indexing in the background."""

import logging

from celery import shared_task

from galaxy.core.outbox import hint
from galaxy.ml.embedding import get_embedder
from galaxy.search import corrections, meaning, querylog, segments
from galaxy.search.indexing import answer_request
from galaxy.search.models import IndexRequest

logger = logging.getLogger(__name__)


@shared_task
def index_item(request_pk: int) -> bool:
    answered = answer_request(request_pk)
    hint(embed_waiting)
    return answered


@shared_task(time_limit=1_800)
def embed_waiting() -> int:
    """Make the vectors that are asked for, until there is nothing left to do."""
    embedder = get_embedder()
    made = 0
    while embedder and (number := meaning.answer(embedder)):
        made += number
    return made


@shared_task
def index_waiting() -> int:
    """Index what a lost message left behind; one that fails is told of, and keeps none of the others."""
    waiting = IndexRequest.objects.order_by("pk").values_list("pk", flat=True)
    answered = sum(_answered(pk) for pk in waiting[:500])
    segments.fold_if_due()
    return answered


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
