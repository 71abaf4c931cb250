"""The constellation: every exchange on record as a thin arc over the South, one solution in bold."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from galaxy.taxonomy.cartography import project
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.sheets import read

# The part of the world map that holds the South: west, north, width and height, in its units.
VIEW_BOX = (180, 70, 820, 340)
LABELS_AT_MOST = 4

Point = tuple[int, int]


@dataclass(frozen=True)
class Label:
    x: int
    y: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Sky:
    """What the drawing needs: paths as text, points as pairs."""

    view_box: str
    arcs: str
    points: list[Point]
    bold_arcs: str
    givers: list[Point]
    receivers: list[Point]
    labels: list[Label]


@cache
def positions() -> dict[str, Point]:
    """Where each country is drawn."""
    return {
        row["iso3"]: _rounded(project(float(row["longitude"]), float(row["latitude"])))
        for row in read("countries.csv").rows
        if row["longitude"]
    }


def sky(exchanges: Iterable[tuple[list[str], list[str]]], bold: tuple[list[str], list[str]]) -> Sky:
    """From pairs of givers and receivers (ISO codes), and the pair of the solution that is shown."""
    pairs = {pair for gives, receives in exchanges for pair in _pairs(gives, receives)}
    bold_pairs = _pairs(*bold)
    return Sky(
        view_box=" ".join(map(str, VIEW_BOX)),
        arcs="".join(arc(start, end) for start, end in sorted(pairs - bold_pairs)),
        points=sorted({point for pair in pairs for point in pair}),
        bold_arcs="".join(arc(start, end) for start, end in sorted(bold_pairs)),
        givers=_points(bold[0]),
        receivers=_points(bold[1]),
        labels=_labels(*bold),
    )


def arc(start: Point, end: Point) -> str:
    """A curve that bends to the north by a fifth of its length."""
    (x1, y1), (x2, y2) = start, end
    bend = round(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 / 5)
    return f"M{x1} {y1}Q{(x1 + x2) // 2} {(y1 + y2) // 2 - bend} {x2} {y2}"


def _pairs(gives: list[str], receives: list[str]) -> set[tuple[Point, Point]]:
    return {(start, end) for start in _points(gives) for end in _points(receives) if start != end}


def _points(codes: Iterable[str]) -> list[Point]:
    return [positions()[code] for code in codes if code in positions()]


def _labels(gives: list[str], receives: list[str]) -> list[Label]:
    """Names of the first giver and of receivers far enough from each other to be read."""
    countries = vocabulary().countries
    placed: list[Label] = []
    for code in [*gives[:1], *receives]:
        if code not in positions() or len(placed) == LABELS_AT_MOST:
            continue
        x, y = positions()[code]
        if all(abs(y - label.y) > 22 or abs(x - label.x) > 160 for label in placed):
            anchor = "start" if x < VIEW_BOX[0] + VIEW_BOX[2] * 0.7 else "end"
            placed.append(Label(x + (9 if anchor == "start" else -9), y + 4, countries[code].short_name, anchor))
    return placed


def _rounded(point: tuple[float, float]) -> Point:
    return round(point[0]), round(point[1])
