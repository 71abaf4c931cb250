"""A mark of the state that the index is in: a new one with each change, in the transaction of the change."""

import uuid

from galaxy.search.database import prepared
from galaxy.search.models import IndexVersion

WITH_WAITING = """
SELECT mark, (SELECT coalesce(sum(id), 0)::bigint FROM search_indexrequest) FROM search_indexversion
"""


def current() -> uuid.UUID | None:
    """None before the first change."""
    return IndexVersion.objects.values_list("mark", flat=True).first()


def with_waiting() -> tuple[uuid.UUID, int] | None:
    """The mark, and a number that is another whenever an item begins to wait for the index, or has been waited for."""
    with prepared() as cursor:
        cursor.execute(WITH_WAITING)
        return cursor.fetchone()


def advance() -> None:
    """The last thing that a transaction does to the index, as others wait for it until commit."""
    IndexVersion.objects.update_or_create(pk=1, defaults={"mark": uuid.uuid4()})
