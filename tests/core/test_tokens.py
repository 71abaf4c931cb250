"""Colours are read from the sheet itself: a change that makes text hard to read fails here."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
LIGHT, DARK = TOKENS.split("prefers-color-scheme: dark")
READING = ["tokens.css", "base.css", "layout.css", "components/reading.css"]
FORMS = ["components/forms.css"]
TEXT = [
    ("ink", "paper"),
    ("ink", "band"),
    ("ink", "well"),
    ("ink", "mark"),
    ("link", "mark"),
    ("ink", "good-band"),
    ("ink", "warn-band"),
    ("ink", "bad-band"),
    ("muted", "paper"),
    ("muted", "band"),
    ("muted", "well"),
    ("link", "paper"),
    ("link", "band"),
    ("link-hover", "band"),
    ("visited", "paper"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("good", "band"),
    ("warn", "band"),
    ("bad", "paper"),
    ("bad", "bad-band"),
    ("paper", "ink"),
    ("on-deep", "deep"),
    ("on-deep-muted", "deep"),
]
EDGES = [("edge", "paper"), ("edge", "band"), ("land-3", "paper"), ("focus", "paper"), ("bad", "paper")]


def colours(part):
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part))
    return {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in found.items()
    }


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


SCHEMES = {"light": colours(LIGHT), "dark": colours(LIGHT) | colours(DARK.split("}")[0])}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(scheme, text, ground):
    tokens = SCHEMES[scheme]

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("line", "ground"), EDGES)
def test_edges_of_controls_can_be_seen(scheme, line, ground):
    tokens = SCHEMES[scheme]

    assert contrast(tokens[line], tokens[ground]) >= 3


def test_figures_can_be_read_on_all_seventeen_goals():
    goals = re.findall(r"\.g(\d+) \{ --g: (#\w{6});(?: --gi: (#\w+);)? \}", TOKENS)

    ratios = {int(n): contrast("#000000" if figure else "#ffffff", ground) for n, ground, figure in goals}

    assert sorted(ratios) == list(range(1, 18))
    assert {number: ratio for number, ratio in ratios.items() if ratio < 4.5} == {}


def test_colours_are_named_in_the_tokens_only():
    others = {path.name: path.read_text() for path in CSS.rglob("*.css") if path.name != "tokens.css"}

    assert {name for name, text in others.items() if re.search(r":[^;{]*#[0-9a-f]{3,8}\b", text)} == set()


def test_sheets_know_no_left_and_right():
    physical = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right|float): ?(?:left|right|\d)"
    )

    assert [path.name for path in CSS.rglob("*.css") if physical.search(path.read_text())] == []


@pytest.mark.parametrize(("sheets", "limit"), [(READING, 10_000), (FORMS, 2_500)])
def test_sheets_stay_small(sheets, limit):
    assert sum(len(gzip.compress((CSS / name).read_bytes())) for name in sheets) < limit
