"""Brings the tables in line with the files that ship."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection, transaction

from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import DataFile
from galaxy.taxonomy.sheets import Content, Row, Rows, Sheet, all_sheets, read_file

LOCK = 7_112_017  # any number that is ours: of two servers that start together, one waits


@dataclass(frozen=True)
class Loaded:
    """What became of one file; `kept` counts rows where the word of an editor stands against it."""

    name: str
    rows: int
    written: int
    removed: int
    kept: int = 0


@dataclass(frozen=True)
class Changes:
    created: list[Row] = field(default_factory=list)
    updated: list[tuple[Row, Row]] = field(default_factory=list)  # the row, and what to write of it
    gone: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)


@transaction.atomic
def load() -> list[Loaded]:
    """Read the files that changed since the last load; what people edited meanwhile stays."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = dict(DataFile.objects.values_list("name", "sha256"))
    report = [_load(sheet) for sheet in all_sheets() if known.get(sheet.name) != sheet.sha256()]
    if report:
        transaction.on_commit(vocabulary.cache_clear)
    return report


def _load(sheet: Sheet) -> Loaded:
    content = read_file(sheet.path)
    loaded = _merge(sheet, content) if sheet.editable else _overwrite(sheet, content)
    DataFile.objects.update_or_create(
        name=sheet.name,
        defaults={
            "source": content.source,
            "dated": content.dated,
            "licence": content.licence,
            "sha256": sheet.sha256(),
            "rows": sheet.by_key(content.rows) if sheet.editable else {},
        },
    )
    return loaded


def _overwrite(sheet: Sheet, content: Content) -> Loaded:
    rows = [sheet.model(**sheet.values(row)) for row in content.rows]
    [key] = sheet.key
    sheet.model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=[column for column in content.rows[0] if column != key],
    )
    stale = sheet.model._default_manager.exclude(pk__in=[row.pk for row in rows])
    removed = stale.delete()[0] if sheet.leaf else 0
    return Loaded(sheet.name, len(rows), written=len(rows), removed=removed)


def _merge(sheet: Sheet, content: Content) -> Loaded:
    last = DataFile.objects.filter(name=sheet.name).values_list("rows", flat=True).first()
    shipped = sheet.by_key(content.rows)
    changes = changes_between(shipped, last or {}, sheet.table(list(content.rows[0])))
    sheet.model._default_manager.bulk_create(
        [sheet.model(**sheet.values(row)) for row in changes.created], ignore_conflicts=True
    )
    for row, news in changes.updated:
        sheet.find(row).update(**sheet.values(news))
    for row in changes.gone if sheet.leaf else []:
        sheet.find(row).delete()
    return Loaded(
        sheet.name,
        len(shipped),
        written=len(changes.created) + len(changes.updated),
        removed=len(changes.gone) if sheet.leaf else 0,
        kept=len(changes.kept),
    )


def changes_between(shipped: Rows, last: Rows, table: Rows) -> Changes:
    """What to write so that news of the file arrive, and edits and deletions by hand stay."""
    changes = Changes()
    for key, row in shipped.items():
        was, now = last.get(key), table.get(key)
        if row in (was, now):
            continue
        if was is None and now is None:
            changes.created.append(row)
        elif news := _news(row, was, now):
            changes.updated.append((row, news))
        else:
            changes.kept.append(row)
    for key in last.keys() - shipped.keys():
        (changes.gone if table.get(key) == last[key] else changes.kept).append(last[key])
    return changes


def _news(row: Row, was: Row | None, now: Row | None) -> Row:
    """The columns that the file changed and nobody else did."""
    if was is None or now is None:
        return {}
    return {c: row[c] for c in row if row[c] != now[c] and now[c] == was.get(c, "")}
