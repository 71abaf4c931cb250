"""Draws the world for a page: from shapes on the globe to short SVG paths. Pure; run by draw_world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]  # west, south, east, north

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796  # of the projection
WIDTH = 1000
SCALE = WIDTH / 5.413259  # the equator is so long on a globe of radius 1
CENTRE = 11.0  # east of Greenwich: the seam runs through the Bering Strait, the Pacific stays in one piece
NORTH = 84.0
SMALLEST_CORNER = 0.4  # square units; below it a corner is left out
SMALLEST_ISLAND = 1.5  # square units
DOT_BELOW = 5.0  # units across

# The source draws lines as they are held; these parts go where the United Nations counts them.
DRAWN_WITH = {"TWN": "CHN"}
MOVED: list[tuple[str, str, Box]] = [
    ("RUS", "UKR", (32.3, 44.2, 36.8, 46.3)),
    ("FRA", "GUF", (-55.0, 2.0, -51.0, 6.0)),
]
LEFT_OUT = {"Antarctica", "Indian Ocean Ter."}


def project(longitude: float, latitude: float) -> Point:
    """Equal Earth (Šavrič, Patterson, Jenny 2018), so that the South has its true size."""
    turned = radians((longitude - CENTRE + 180) % 360 - 180)
    theta = _theta(latitude)
    slope = 9 * A4 * theta**8 + 7 * A3 * theta**6 + 3 * A2 * theta**2 + A1
    x = 2 * sqrt(3) * turned * cos(theta) / (3 * slope)
    return WIDTH / 2 + SCALE * x, SCALE * (_northing(NORTH) - _northing(latitude))


def _theta(latitude: float) -> float:
    return asin(sqrt(3) / 2 * sin(radians(latitude)))


def _northing(latitude: float) -> float:
    theta = _theta(latitude)
    return A4 * theta**9 + A3 * theta**7 + A2 * theta**3 + A1 * theta


def simplified(line: Ring) -> Ring:
    """Without the corners that span the least area (Visvalingam); the ends stay, so borders still meet."""
    points = list(line)
    while len(points) > (4 if points[0] == points[-1] else 2):
        areas = [abs(area([a, b, c])) for a, b, c in zip(points, points[1:], points[2:], strict=False)]
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= SMALLEST_CORNER:
            break
        del points[least + 1]
    return points


def area(ring: Ring) -> float:
    turns = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turns) / 2


def stitched(arcs: Iterable[int], lines: list[Ring]) -> list[Ring]:
    """Closed rings from directed arcs; an arc that runs both ways is an inner border and falls out."""
    used = Counter(arcs)
    starts: dict[Point, list[int]] = {}
    for arc in used:
        if ~arc not in used:
            starts.setdefault(_directed(arc, lines)[0], []).append(arc)
    rings = []
    while starts:
        ring = [next(iter(starts))]
        while ring[-1] in starts:
            at = ring[-1]
            ring += _directed(starts[at].pop(), lines)[1:]
            if not starts[at]:
                del starts[at]
        rings.append(ring)
    return rings


def _directed(arc: int, lines: list[Ring]) -> Ring:
    return lines[arc] if arc >= 0 else lines[~arc][::-1]


def path(rings: Iterable[Ring]) -> str:
    """Relative steps in whole units."""
    return "".join(_steps([(round(x), round(y)) for x, y in ring]) for ring in rings)


def _steps(corners: list[tuple[int, int]]) -> str:
    (x0, y0), *others = corners
    text, at = f"M{x0} {y0}l", (x0, y0)
    steps = []
    for x, y in others[:-1]:
        if (x, y) != at:
            steps.append(f"{x - at[0]}{'' if y < at[1] else ' '}{y - at[1]}")
            at = (x, y)
    joined = "".join(step if step[0] == "-" or not i else f" {step}" for i, step in enumerate(steps))
    return f"{text}{joined}z" if len(steps) > 1 else ""


def draw(topology: dict[str, Any]) -> dict[str, Any]:
    """Shapes and dots by ISO code, and in one path the parts that belong to no code."""
    atlas = _Atlas(topology)
    shapes, dots = {}, atlas.points()
    for iso3, rings in atlas.countries().items():
        largest = max(rings, key=lambda ring: abs(area(ring)))
        if _across(largest) < DOT_BELOW:
            dots[iso3] = _middle(largest)
        else:
            shapes[iso3] = path(ring for ring in rings if abs(area(ring)) >= SMALLEST_ISLAND)
    return {
        "shapes": dict(sorted(shapes.items())),
        "dots": {iso3: dots[iso3] for iso3 in sorted(dots) if iso3 not in shapes},
        "neutral": path(atlas.neutral()),
    }


def _across(ring: Ring) -> float:
    xs, ys = zip(*ring, strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _middle(ring: Ring) -> tuple[int, int]:
    xs, ys = zip(*ring, strict=True)
    return round((max(xs) + min(xs)) / 2), round((max(ys) + min(ys)) / 2)


class _Atlas:
    """The source file: its arcs, on the globe and on the page, and who they belong to."""

    def __init__(self, topology: dict[str, Any]) -> None:
        transform = topology["transform"]
        self.scale, self.shift = transform["scale"], transform["translate"]
        self.geometries = topology["objects"]["countries"]["geometries"]
        self.globe = [self._unpacked(arc) for arc in topology["arcs"]]
        self.page = [simplified([project(*point) for point in line]) for line in self.globe]

    def _unpacked(self, arc: list[list[int]]) -> Ring:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(self._position(x, y))
        return line

    def _position(self, x: int, y: int) -> Point:
        return x * self.scale[0] + self.shift[0], y * self.scale[1] + self.shift[1]

    def countries(self) -> dict[str, list[Ring]]:
        arcs: dict[str, list[int]] = {}
        for geometry in self.geometries:
            iso3 = geometry["properties"].get("iso3")
            for ring in _rings(geometry) if iso3 else []:
                arcs.setdefault(self._owner(iso3, ring), []).extend(ring)
        return {iso3: self._on_page(ring) for iso3, ring in arcs.items()}

    def neutral(self) -> list[Ring]:
        rings = []
        for geometry in self.geometries:
            name = geometry["properties"].get("name")
            for ring in _rings(geometry) if name and name not in LEFT_OUT else []:
                rings += self._on_page(ring)
        return rings

    def points(self) -> dict[str, tuple[int, int]]:
        found = {}
        for geometry in self.geometries:
            if geometry["type"] == "Point":
                x, y = project(*self._position(*geometry["coordinates"]))
                found[geometry["properties"]["iso3"]] = round(x), round(y)
        return found

    def _owner(self, iso3: str, ring: list[int]) -> str:
        corners = [point for arc in ring for point in _directed(arc, self.globe)]
        for from_, to, (west, south, east, north) in MOVED:
            inside = all(west < x < east and south < y < north for x, y in corners)
            if iso3 == from_ and inside:
                return to
        return DRAWN_WITH.get(iso3, iso3)

    def _on_page(self, arcs: list[int]) -> list[Ring]:
        rings = stitched(arcs, self.page)
        return [ring for ring in rings if _across(ring) < WIDTH / 2]


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return geometry["arcs"] if geometry["type"] == "Polygon" else []
