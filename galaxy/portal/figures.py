"""Numbers of the home page, read from the index: what is not public never counts."""

from collections import Counter
from dataclasses import dataclass

from django.db import connection

# One pass over the index: counts by kind, by facet of solutions, and pairs of giver and receiver.
QUERY = """
    SELECT 'kind', kind, count(*) FROM search_document GROUP BY kind
    UNION ALL
    SELECT split_part(facet, ':', 1), split_part(facet, ':', 2), count(*)
      FROM search_document, unnest(facets) AS facet
     WHERE kind = 'solution' AND split_part(facet, ':', 1) IN ('goal', 'region', 'country')
     GROUP BY facet
    UNION ALL
    SELECT 'exchanges', '', coalesce(sum(jsonb_array_length(card->'gives') * jsonb_array_length(card->'receives')), 0)
      FROM search_document WHERE kind = 'solution'
"""


@dataclass(frozen=True)
class Figures:
    """Counts of public records; `goals`, `regions` and `countries` are of solutions."""

    kinds: Counter[str]
    goals: Counter[str]
    regions: Counter[str]
    countries: Counter[str]
    exchanges: int


def read() -> Figures:
    """One statement."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("kind", "goal", "region", "country", "exchanges")}
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        for group, value, count in cursor.fetchall():
            counts[group][value] = int(count)
    return Figures(
        kinds=counts["kind"],
        goals=counts["goal"],
        regions=counts["region"],
        countries=counts["country"],
        exchanges=counts["exchanges"][""],
    )
