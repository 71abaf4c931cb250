import json
import shutil

import pytest
from django.core.management import call_command

from galaxy.taxonomy import sheets
from galaxy.taxonomy.cartography import area, path, project, simplified, stitched


def test_the_shipped_drawing_is_what_the_command_draws(tmp_path, monkeypatch):
    shipped = (sheets.DATA / "world_paths.json").read_text()
    shutil.copy(sheets.DATA / "world.topo.json", tmp_path)
    monkeypatch.setattr("galaxy.taxonomy.management.commands.draw_world.DATA", tmp_path)

    call_command("draw_world")

    assert json.loads((tmp_path / "world_paths.json").read_text()) == json.loads(shipped)


def test_equal_areas_on_the_globe_are_equal_on_the_page():
    def drawn(south, north):
        corners = [(20, south), (20.5, south), (20.5, north), (20, north)]
        return abs(area([project(*corner) for corner in corners]))

    # Between these latitudes a band of the globe has the same area: sin 30° = 0.5, sin 90° = 1.
    assert drawn(29.5, 30) * 0.8660 / 0.8682 == pytest.approx(drawn(0, 0.433), rel=0.01)


def test_the_pacific_stays_in_one_piece():
    fiji, tonga = project(178, -18), project(-175, -21)

    assert 0 < tonga[0] - fiji[0] < 25


def test_small_corners_go_and_the_ends_stay():
    line = [(0.0, 0.0), (5.0, 0.05), (10.0, 0.0), (10.0, 10.0), (20.0, 10.0)]

    assert simplified(line) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (20.0, 10.0)]


def test_a_closed_line_keeps_three_corners():
    tiny = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)]

    assert len(simplified(tiny)) == 4


def test_an_inner_border_falls_out():
    lines = [
        [(0.0, 0.0), (0.0, 2.0)],  # shared
        [(0.0, 2.0), (-2.0, 1.0), (0.0, 0.0)],  # rest of the west
        [(0.0, 0.0), (2.0, 1.0), (0.0, 2.0)],  # rest of the east
    ]

    [ring] = stitched([0, 1, ~0, 2], lines)

    assert ring[0] == ring[-1]
    assert set(ring) == {(0.0, 2.0), (-2.0, 1.0), (0.0, 0.0), (2.0, 1.0)}


def test_paths_are_relative_and_whole():
    assert path([[(1.2, 1.0), (4.0, 1.0), (4.1, 1.0), (3.0, 5.0), (1.2, 1.0)]]) == "M1 1l3 0-1 4z"


def test_a_ring_that_collapses_is_not_drawn():
    assert path([[(1.0, 1.0), (1.1, 1.0), (1.0, 1.1), (1.0, 1.0)]]) == ""
