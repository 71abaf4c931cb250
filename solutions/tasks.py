"""What solutions have done at night."""

from celery import shared_task

from solutions.sweeping import forget_files


@shared_task
def sweep_files() -> int:
    """Delete files that nothing names; a second run finds nothing to do."""
    return forget_files()
