"""The row in PostgreSQL is the promise; a message to the broker is only a hint that it is there."""

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def hint(task: Task, *args: Any) -> None:
    """After commit, tell a worker of a row that waits. A broker that is away costs nothing: a sweep finds the row."""
    transaction.on_commit(partial(_publish, task, *args), robust=True)


def _publish(task: Task, *args: Any) -> None:
    try:
        task.delay(*args)
    except (OperationalError, OSError) as error:
        logger.warning("No broker for %s%r, the sweep will do it: %s", task.name, args, error)
