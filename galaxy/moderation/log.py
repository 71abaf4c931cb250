"""The append-only log of decisions, chained by digests so that a change from outside shows."""

import hashlib
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from galaxy.moderation.models import Decision, Moderated, Status, Step, moderated_models

_LOCK = 7_304_001  # any number that no other advisory lock uses


def record(item: models.Model, step: Step, *, by: User, from_status: str, to_status: str, note: str) -> Decision:
    """Add one row; must run inside the transaction of the step."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    previous = Decision.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
    decision = Decision(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        step=step,
        from_status=from_status,
        to_status=to_status,
        by=by,
        note=note,
        created_at=timezone.now(),
    )
    decision.digest = _digest(previous, decision)
    decision.save(force_insert=True)
    return decision


def decisions_of(item: Any) -> "models.QuerySet[Decision]":
    """All steps of an item and of its revisions, oldest first."""
    canonical = item.revision_of_id or item.pk
    keys = [canonical, *type(item).objects.filter(revision_of=canonical).values_list("pk", flat=True)]
    content_type = ContentType.objects.get_for_model(item)
    return Decision.objects.filter(content_type=content_type, object_id__in=keys).select_related("by")


def first_broken() -> Decision | None:
    """The first row that does not fit the one before; None where the log is whole."""
    previous = ""
    for decision in Decision.objects.order_by("pk").iterator():
        if decision.digest != _digest(previous, decision):
            return decision
        previous = decision.digest
    return None


def first_unlogged() -> Moderated | None:
    """The first item whose status is not the one that its last step led to; None where all agree."""
    for model in moderated_models().values():
        steps = Decision.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk")
        ).order_by("-pk")
        told = Coalesce(Subquery(steps.values("to_status")[:1]), Value(Status.DRAFT))
        item: Moderated | None = model._default_manager.exclude(status=told).order_by("pk").first()
        if item is not None:
            return item
    return None


def _digest(previous: str, decision: Decision) -> str:
    content = [
        previous,
        decision.content_type_id,
        decision.object_id,
        str(decision.step),
        str(decision.from_status),
        str(decision.to_status),
        decision.by_id,
        decision.note,
        decision.created_at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
