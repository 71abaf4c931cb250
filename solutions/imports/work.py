"""What a worker does with an import: each row is a transaction of its own, whole or not at all."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from galaxy.moderation.services import StepRefused
from solutions import services
from solutions.exchange.checking import Checker
from solutions.exchange.lookup import Lookup
from solutions.imports import duplicates
from solutions.imports.models import Import, ImportRow, RowState, Stage
from solutions.models import Solution

SECONDS = 60.0
ROWS_AT_ONCE = 10  # checked in one transaction; a draft has one of its own

logger = logging.getLogger(__name__)


def work_on(pk: int, *, seconds: float = SECONDS) -> bool:
    """Do what this import waits for, until all is done or the time is up; whether something may be left."""
    batch = Import.objects.select_related("by").filter(pk=pk).first()
    if batch is None or not batch.is_at_work:
        return False
    until = time.monotonic() + seconds
    with override(batch.language):
        do_some = _checks(batch) if batch.stage == Stage.CHECKING else _makes(batch)
        while do_some():
            Import.objects.filter(pk=pk).update(updated_at=timezone.now())
            if time.monotonic() > until:
                return True
        _end_stage(batch)
    return False


def check_now(batch: Import) -> None:
    """The whole check at once, for a document of one solution."""
    with override(batch.language):
        do_some = _checks(batch)
        while do_some():
            pass
        _end_stage(batch)


def check_again(row: ImportRow, batch: Import) -> None:
    """After its cells were changed; the row is not saved."""
    _check(row, Checker(Lookup(batch.by), batch.usual))


def _checks(batch: Import) -> Callable[[], bool]:
    checker = Checker(Lookup(batch.by), batch.usual)

    @transaction.atomic
    def do_some() -> bool:
        rows = list(batch.rows.next_to(Stage.CHECKING)[:ROWS_AT_ONCE])
        for row in rows:
            _check(row, checker)
        ImportRow.objects.bulk_update(rows, ["state", "title", "values", "problems"])
        return bool(rows)

    return do_some


def _check(row: ImportRow, checker: Checker) -> None:
    found = checker.check(row.cells)
    row.title = row.cells.get("title", "").strip()[:200]
    row.values = found.values
    row.problems = [asdict(problem) for problem in found.problems]
    row.state = RowState.WRONG if found.problems else RowState.RIGHT


def _makes(batch: Import) -> Callable[[], bool]:
    @transaction.atomic
    def do_some() -> bool:
        row = batch.rows.next_to(Stage.MAKING).first()
        if row is not None:
            make(row, batch)
        return row is not None

    return do_some


def make(row: ImportRow, batch: Import) -> None:
    """A draft of this locked row, or the reason why there is none; nothing of it is left where something fails."""
    try:
        with transaction.atomic():
            _make(row, batch)
    except (OperationalError, InterfaceError):
        raise  # the database is away; the row waits
    except StepRefused as refused:
        _refuse(row, str(refused))
    except Exception:
        logger.exception("Row %s of import %s fails", row.number, batch.pk)
        _refuse(row, _("This row could not be taken in. Write it with the form, and tell us of it."))


def _make(row: ImportRow, batch: Import) -> None:
    key = duplicates.key_of(row.values)
    known = Solution.objects.filter(creation_key=key).first()
    solution = known or services.create_draft(row.values, by=batch.by, key=key)
    if known or ImportRow.objects.filter(solution=solution).exists():
        row.state, row.same_as = RowState.DUPLICATE, solution
    else:
        row.state, row.solution, row.cells, row.values = RowState.MADE, solution, {}, {}
    row.save()


def _refuse(row: ImportRow, reason: str) -> None:
    row.refresh_from_db()
    row.state = RowState.WRONG
    row.problems = [{"key": "", "text": reason}]
    row.save()


@transaction.atomic
def _end_stage(batch: Import) -> None:
    """Go on to the next stage, once nothing is left to do; rows in the hands of another worker are left to it."""
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    left = {Stage.CHECKING: RowState.WAITING, Stage.MAKING: RowState.RIGHT}.get(Stage(locked.stage))
    if left is None or locked.rows.filter(state=left).exists():
        return
    if locked.stage == Stage.CHECKING and not locked.is_document:
        duplicates.mark(locked.rows.all(), batch.by)
    locked.stage = Stage.CHECKED if locked.stage == Stage.CHECKING else Stage.DONE
    locked.save()
