"""How many documents a selection has, in all and for every value of every facet, in one statement."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, CharField, Count, Func, Q, QuerySet, Value, When

from galaxy.search import ranking, text
from galaxy.search.filters import SearchFilter, group_facets
from galaxy.search.models import Document

# `missed` names the facets whose filter a document fails. One that fails a single filter counts for that facet alone:
# so the counts of a facet leave its own filter out. COUNTS: all, or those that only this filter keeps out.
COUNTS = """
WITH hit AS MATERIALIZED (
    SELECT id, facets, missed FROM ({documents}) AS document WHERE cardinality(missed) < 2
)
SELECT NULL, missed[1], count(*) FROM hit GROUP BY missed[1]
UNION ALL
SELECT facet, NULL, count(*) FROM hit, unnest(facets) AS facet
WHERE missed = '{{}}' OR split_part(facet, ':', 1) = missed[1] GROUP BY facet
UNION ALL
SELECT 'group:' || code, NULL, count(DISTINCT id)
FROM hit, unnest(facets) AS facet JOIN unnest(%s::text[], %s::text[]) AS member (facet, code) USING (facet)
WHERE missed = '{{}}' OR missed[1] = 'group' GROUP BY code
"""


@dataclass
class Counts:
    total: int = 0
    values: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    # How many there would be without the filter of this facet.
    without: Counter[str] = field(default_factory=Counter)


def count(search: SearchFilter) -> Counts:
    """Exact, always; one statement."""
    documents = _found(search).annotate(missed=_missed(search.conditions)).values("id", "facets", "missed")
    sql, parameters = documents.order_by().query.sql_with_params()
    facets, codes = zip(*group_facets(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(documents=sql), [*parameters, list(facets), list(codes)])
        rows = cursor.fetchall()
    return _counts(rows)


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


def _counts(rows: list[tuple[str | None, str | None, int]]) -> Counts:
    counts = Counts()
    for facet, missed, number in rows:
        if facet is not None:
            group, _colon, value = facet.partition(":")
            counts.values[group][value] = number
        elif missed is None:
            counts.total = number
        else:
            counts.without[missed] = number
    for name in counts.without:
        counts.without[name] += counts.total
    return counts
