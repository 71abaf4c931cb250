"""The world as an inline drawing, its countries in steps of a count."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from galaxy.taxonomy.labels import CountryTerm, vocabulary
from galaxy.taxonomy.sheets import DATA

VIEW_BOX = "10 0 990 436"
FEW = [1, 2, 4, 6]
FEW_AT_MOST = 12
LABEL = _("World map: records by country. The table below holds the same figures.")


@cache
def drawing() -> dict[str, Any]:
    return json.loads((DATA / "world_paths.json").read_text())


def steps(values: Mapping[str, int]) -> list[int]:
    """The least count of each of the four steps; with large counts each begins at about double."""
    top = max(values.values(), default=0)
    return FEW if top <= FEW_AT_MOST else [1, *(_rounded(top / part) for part in (8, 4, 2))]


def _rounded(number: float) -> int:
    """To one figure: 37 is 40."""
    return int(round(number, 1 - len(str(int(number)))))


def legend(values: Mapping[str, int]) -> list[tuple[str, str]]:
    """Class and range of each step: n1 is 1, n2 is from 2 to 3."""
    starts = steps(values)
    ends = [f"–{after - 1}" for after in starts[1:]] + ["+"]
    return [
        (f"n{step}", f"{start}{'' if end == f'–{start}' else end}")
        for step, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def world_svg(values: Mapping[str, int], language: str | None = None, label: str | Promise = LABEL) -> SafeString:
    """About 13 KB compressed. Countries without a count are one shape; small States are dots."""
    names, starts = vocabulary(language).countries, steps(values)
    counted = {iso3: count for iso3, count in values.items() if count and iso3 in names}
    return marked_svg(
        {iso3: (f"n{bisect_right(starts, count)}", f"{names[iso3]}: {count}") for iso3, count in counted.items()},
        label,
        language,
    )


def marked_svg(marks: Mapping[str, tuple[str, str]], label: str | Promise, language: str | None = None) -> SafeString:
    """The same drawing with a class (n1 to n4) and a title for each country that is marked."""
    names, world = vocabulary(language).countries, drawing()
    shapes, dots = world["shapes"], world["dots"]
    plain = [path for iso3, path in shapes.items() if iso3 not in marks]
    states = (dot for iso3, dot in dots.items() if iso3 not in marks and _is_state(names, iso3))
    return format_html(
        '<svg class="world" viewBox="{}" role="img" aria-label="{}">{}{}{}{}</svg>',
        VIEW_BOX,
        label,
        format_html('<path class="n0" d="{}"/>', "".join([world["neutral"], *plain])),
        format_html_join(
            "",
            '<path class="{}" d="{}"><title>{}</title></path>',
            ((step, shapes[iso3], title) for iso3, (step, title) in marks.items() if iso3 in shapes),
        ),
        format_html_join("", '<circle class="n0" cx="{}" cy="{}" r="2.5"/>', states),
        format_html_join(
            "",
            '<circle class="{}" cx="{}" cy="{}" r="3"><title>{}</title></circle>',
            ((step, *dots[iso3], title) for iso3, (step, title) in marks.items() if iso3 in dots),
        ),
    )


def _is_state(names: Mapping[str, CountryTerm], iso3: str) -> bool:
    return iso3 in names and (names[iso3].un_member or names[iso3].un_observer)
