"""The constellation: every exchange on record as a thin arc over the South, one solution in bold."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import dist

from galaxy.taxonomy.cartography import project
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.sheets import read

# The part of the world map that holds the South: west, north, width and height, in its units.
VIEW_BOX = (180, 70, 820, 340)
LABELS_AT_MOST = 4
# A label of that many units a letter and in height, and so far from its point.
LETTER, LINE, GAP = 10, 22, 10
LONGEST_LABEL = 24

Point = tuple[int, int]
Box = tuple[int, int, int, int]


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
    """Names of the first giver and of receivers, outermost first, where they cover no other name and no point."""
    start = positions().get(gives[0]) if gives else None
    if start is None:
        return []
    outward = sorted((code for code in receives if code in positions()), key=lambda code: -_distance(start, code))
    points = _points([*gives, *receives])
    found: list[Label] = []
    taken: list[Box] = []
    for label in (_label(code, start) for code in [gives[0], *outward]):
        box = _box(label)
        free = not any(_overlap(box, other) for other in [*taken, *((x, y, x, y) for x, y in points)])
        if free and len(found) < LABELS_AT_MOST and len(label.text) <= LONGEST_LABEL and _inside(box):
            found.append(label)
            taken.append(box)
    return found


def _label(code: str, start: Point) -> Label:
    """Above the giver; beside a receiver, on the side that its arc does not come from."""
    (x, y), name = positions()[code], vocabulary().countries[code].name
    if (x, y) == start:
        return Label(x, y - GAP, name, "middle")
    return Label(x + GAP, y + 6, name, "start") if x >= start[0] else Label(x - GAP, y + 6, name, "end")


def _box(label: Label) -> Box:
    width = LETTER * len(label.text)
    left = label.x - {"start": 0, "middle": width // 2, "end": width}[label.anchor]
    return left, label.y - LINE, left + width, label.y


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(box: Box) -> bool:
    west, north, width, height = VIEW_BOX
    return west <= box[0] and box[2] <= west + width and north <= box[1] and box[3] <= north + height


def _distance(start: Point, code: str) -> float:
    return dist(start, positions()[code])


def _rounded(point: tuple[float, float]) -> Point:
    return round(point[0]), round(point[1])
