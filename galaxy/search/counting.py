"""How many documents a selection has, in all and for every value of every facet, in one statement."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, CharField, Count, Func, Q, QuerySet, Value, When
from django.utils import timezone

from galaxy.search import ranking, text, version
from galaxy.search.adapters import adapter_of
from galaxy.search.filters import SearchFilter, group_facets
from galaxy.search.models import Document

# `missed` names the facet whose filter keeps a document out; what two filters keep out counts nowhere. A document that
# one filter keeps out counts for that facet alone: so the counts of a facet leave its own filter out.
NAMED = 24
COUNTS = """
WITH hit AS MATERIALIZED (
    SELECT facets, places, missed[1] AS missed FROM ({documents}) AS document WHERE cardinality(missed) < 2
), counted AS MATERIALIZED (
    SELECT facet, count(*) FROM (SELECT unnest(facets) AS facet FROM hit WHERE missed IS NULL) AS value GROUP BY facet
    UNION ALL
    SELECT facet, count(*) FROM (SELECT unnest(facets) AS facet, missed FROM hit WHERE missed IS NOT NULL) AS value
    WHERE starts_with(facet, missed || ':') GROUP BY facet
), named AS (
    SELECT substr(facet, 14)::bigint AS key FROM counted WHERE starts_with(facet, 'organization:')
    ORDER BY count DESC, facet LIMIT {named}
)
SELECT 'all', missed, count(*) FROM hit GROUP BY missed
UNION ALL
SELECT 'facet', facet, count FROM counted
UNION ALL
SELECT 'name', title, object_id FROM search_document
WHERE content_type_id = %s AND object_id = ANY(ARRAY(SELECT key FROM named) || %s::bigint[])
UNION ALL
SELECT 'places', places, count(*) FROM hit WHERE missed IS NULL OR missed = 'group' GROUP BY places
"""


# Lists without words, by what was asked: when they were counted, and the counts.
_kept: dict[tuple[object, ...], tuple[UUID, "Counts"]] = {}
KEPT = 100


@dataclass
class Counts:
    """Not to be changed by who reads it: pages share it."""

    total: int = 0
    values: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    # How many there would be without the filter of this facet.
    without: Counter[str] = field(default_factory=Counter)
    # Of the organizations that occur most, and of those chosen, by key.
    organizations: dict[str, str] = field(default_factory=dict)


def count(search: SearchFilter) -> Counts:
    """Exact, always; one statement, and a short one where nobody looks for words and nothing has changed since."""
    if search.words:
        return _count(search)
    mark = version.current()
    asked = (search.parameters().urlencode(), str(sorted(search.preset.items())), timezone.now().date())
    kept_at, counts = _kept.get(asked, (None, None))
    if counts is None or kept_at != mark:
        counts = _count(search)
        if mark:
            _keep(asked, mark, counts)
    return counts


def _keep(asked: tuple[object, ...], mark: UUID, counts: Counts) -> None:
    _kept[asked] = (mark, counts)
    if len(_kept) > KEPT:
        _kept.pop(next(iter(_kept)), None)


def _count(search: SearchFilter) -> Counts:
    documents = _found(search).annotate(missed=_missed(search.conditions)).values("facets", "places", "missed")
    sql, parameters = documents.order_by().query.sql_with_params()
    organizations = ContentType.objects.get_for_model(adapter_of("organization").model).pk
    chosen = [int(key) for key in search.chosen.get("organization", [])]
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(documents=sql, named=NAMED), [*parameters, organizations, chosen])
        rows = cursor.fetchall()
    counts = _counts(rows)
    counts.values["group"] = _groups((places, number) for what, places, number in rows if what == "places")
    return counts


def relaxed(search: SearchFilter) -> Counter[str]:
    """How many there would be without any `filters`, without the `words`, with `any` one of them; one statement."""
    chosen = search.page_of.filter(*search.conditions.values())
    wishes = [_one_count(_found(search), "filters")]
    if search.words:
        wishes.append(_one_count(chosen, "words"))
        wishes.append(_one_count(chosen.filter(ranking.matches(text.any_of(search.words))), "any"))
    return Counter(dict(wishes[0].union(*wishes[1:], all=True)))


def _found(search: SearchFilter) -> "QuerySet[Document]":
    return search.page_of.filter(ranking.matches(search.words)) if search.words else search.page_of


def _missed(conditions: dict[str, Q]) -> Func:
    names = [Case(When(condition, then=None), default=Value(name)) for name, condition in conditions.items()]
    array = ArrayField(CharField())
    listed = Func(*names, function="ARRAY", template="%(function)s[%(expressions)s]::text[]", output_field=array)
    return Func(listed, None, function="array_remove", output_field=array)


def _one_count(documents: "QuerySet[Document]", name: str) -> "QuerySet[Document, tuple[str, int]]":
    return documents.order_by().values_list(Value(name)).annotate(Count("pk"))


def _counts(rows: Iterable[tuple[str, str | None, int]]) -> Counts:
    counts = Counts()
    for what, name, number in rows:
        if what == "facet":
            group, _colon, value = str(name).partition(":")
            counts.values[group][value] += number
        elif what == "name":
            counts.organizations[str(number)] = str(name)
        elif what == "all" and name is None:
            counts.total = number
        elif what == "all":
            counts.without[str(name)] = number
    for name in counts.without:
        counts.without[name] += counts.total
    return counts


def _groups(places: Iterable[tuple[str, int]]) -> Counter[str]:
    """Documents of each group of countries; one with two members of a group counts once."""
    groups = defaultdict(set)
    for facet, code in group_facets():
        groups[facet].add(code)
    counted: Counter[str] = Counter()
    for listed, number in places:
        for code in set().union(*(groups[place] for place in listed.split())):
            counted[code] += number
    return counted
