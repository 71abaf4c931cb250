"""A mark of the state that the index is in: a new one with each change, in the transaction of the change."""

import uuid

from galaxy.search.models import IndexVersion


def current() -> uuid.UUID | None:
    """None before the first change."""
    return IndexVersion.objects.values_list("mark", flat=True).first()


def advance() -> None:
    """The last thing that a transaction does to the index, as others wait for it until commit."""
    IndexVersion.objects.update_or_create(pk=1, defaults={"mark": uuid.uuid4()})
