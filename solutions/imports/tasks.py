"""Checking rows and making drafts, in the background."""

from celery import shared_task

from galaxy.core.outbox import hint
from solutions.imports.models import Import
from solutions.imports.work import work_on


@shared_task
def go_on(pk: int) -> bool:
    """Work on one import for a while; asks for another go where something is left. A second worker helps."""
    is_left = work_on(pk)
    if is_left:
        hint(go_on, pk)
    return is_left


@shared_task
def resume() -> int:
    """Take up what a lost message or a worker that died left behind."""
    stalled = list(Import.objects.stalled().values_list("pk", flat=True)[:50])
    for pk in stalled:
        hint(go_on, pk)
    return len(stalled)
