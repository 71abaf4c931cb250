"""Filters as a person sees them: values with their names and counts, and what is in force."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from galaxy.search.counting import NAMED, Counts
from galaxy.search.filters import SearchFilter
from galaxy.taxonomy.labels import vocabulary

FEW = 8
MANY = NAMED
LONGEST_NAME = 90


def address(parameters: QueryDict) -> str:
    """Relative to the page."""
    return f"?{parameters.urlencode()}"


def build(search: SearchFilter, counts: Counts, names: Mapping[str, str], opened: str = "") -> list[dict[str, Any]]:
    """For components/facet.html, without those that have nothing to choose.

    `names`: of organizations, by key; `opened`: shown with all its values.
    """
    found = [_facet(search, name, counts, names, opened == name) for name in search.facets]
    return [facet for facet in found if any(item["checked"] or item["count"] for item in facet["values"])]


def chips(search: SearchFilter, names: Mapping[str, str]) -> list[dict[str, str]]:
    """What is in force, each with the address without it."""
    found = [
        {
            "label": f"{search.facets[name].label}: {_name(search, name, value, names)}",
            "url": address(search.parameters(without=(name, value))),
        }
        for name, values in search.chosen.items()
        for value in values
    ]
    return found + [
        {
            "label": f"{search.filters[name].label} {year}",
            "url": address(search.parameters(without=(name, str(year)))),
        }
        for name, year in search.span.items()
    ]


def heading(search: SearchFilter, name: str, names: Mapping[str, str]) -> str:
    """A filter in force, in words: "Goal: Zero hunger, Quality education"."""
    values = [_name(search, name, value, names) for value in search.chosen.get(name, [])]
    if name == "year":
        values += [f"{search.filters[bound].label} {year}" for bound, year in search.span.items()]
    return f"{search.facets[name].label}: {', '.join(values)}"


def _facet(search: SearchFilter, name: str, counts: Counts, names: Mapping[str, str], opened: bool) -> dict[str, Any]:
    chosen, counted = search.chosen.get(name, []), counts.values[name]
    labels = _values(search, name, counts, names)
    order, few = list(labels), len(labels) <= FEW
    if not few and name != "year":
        order.sort(key=lambda value: (value not in chosen, -counted.get(value, 0)))
    first = order if few else [value for value in order[:FEW] if value in chosen or counted.get(value)]
    shown = order if opened else order[:MANY]
    rows = [_value(name, value, labels[value], counted.get(value, 0), value in chosen) for value in shown]
    return {
        "name": name,
        "label": search.facets[name].label,
        "open": bool(search.facets[name].is_open or chosen or opened),
        "values": rows[: len(first)],
        "rest": rows[len(first) :],
        "rest_open": opened,
        "size": str(len(order)),
        "more_url": address(search.parameters(all=name)) if len(shown) < len(order) else "",
    }


def _values(search: SearchFilter, name: str, counts: Counts, names: Mapping[str, str]) -> dict[str, str]:
    """The values to offer with their names, in their usual order."""
    facet, counted, chosen = search.facets[name], counts.values[name], search.chosen.get(name, [])
    if name == "organization":
        return {key: names[key] for key, _count in counted.most_common() if key in names} | {
            key: names.get(key, key) for key in chosen
        }
    if name == "year":
        return {year: year for year in sorted({*counted, *chosen}, reverse=True)}
    labels = facet.labels(vocabulary())
    if name == "target":
        labels = _targets(search, labels)
    if not facet.sparse:
        return labels
    return {value: label for value, label in labels.items() if value in counted or value in chosen}


def _targets(search: SearchFilter, labels: dict[str, str]) -> dict[str, str]:
    """Those of the Goals in force; all 169 would help nobody."""
    goals = {*search.chosen.get("goal", []), *search.preset.get("goal", [])}
    chosen = search.chosen.get("target", [])
    if not goals and not chosen:
        return {}
    return {code: label for code, label in labels.items() if code.partition(".")[0] in goals or code in chosen}


def _value(name: str, value: str, label: str, count: int, checked: bool) -> dict[str, Any]:
    short = label if len(label) <= LONGEST_NAME else f"{label[:LONGEST_NAME].rsplit(' ', 1)[0]} …"
    goal = value if name == "goal" else ""
    return {"value": value, "label": short, "count": count, "checked": checked, "goal": goal}


def _name(search: SearchFilter, name: str, value: str, names: Mapping[str, str]) -> str:
    if name == "organization":
        return names.get(value, value)
    return search.facets[name].labels(vocabulary()).get(value, value)
