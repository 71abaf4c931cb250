import gzip
import re

import pytest

from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Country
from galaxy.taxonomy.worldmap import drawing, legend, steps, world_svg

pytestmark = pytest.mark.django_db


def test_every_member_and_observer_can_be_seen():
    states = set(Country.objects.filter(un_member=True).values_list("iso3", flat=True)) | {"PSE", "VAT"}

    assert states - set(drawing()["shapes"]) - set(drawing()["dots"]) == set()


def test_the_map_weighs_less_than_14_kilobytes():
    paths = "".join(drawing()["shapes"].values()) + drawing()["neutral"]

    assert len(gzip.compress(paths.encode())) < 13_000
    assert len(gzip.compress(world_svg({}, "en").encode())) < 14_000


def test_countries_are_marked_by_step_and_named():
    svg = world_svg({"KEN": 1, "BRA": 9, "TUV": 2, "CIV": 4, "GEO": 0, "XXX": 5}, "fr")

    assert sorted(re.findall(r'<(path|circle) class="(n[1-4])".*?<title>(.*?)</title>', svg)) == [
        ("circle", "n2", "Tuvalu: 2"),
        ("path", "n1", "Kenya: 1"),
        ("path", "n3", "Côte d’Ivoire: 4"),
        ("path", "n4", "Brésil: 9"),
    ]


def test_a_country_without_a_count_is_drawn_plain():
    svg = world_svg({"KEN": 1}, "en")

    assert drawing()["shapes"]["UGA"] in svg
    assert svg.count(drawing()["shapes"]["KEN"]) == 1


def test_an_area_too_small_to_see_has_a_dot_only_when_it_has_a_count():
    assert world_svg({"ABW": 1}, "en").count("<circle") == world_svg({}, "en").count("<circle") + 1


def test_it_says_what_it_is():
    assert 'role="img" aria-label="Where &lt;it&gt; happens"' in world_svg({}, "en", label="Where <it> happens")


def test_it_has_no_inline_style_or_script():
    assert not re.search(r"style=|<script|\son\w+=", world_svg({"KEN": 3}, "en"))


def test_parts_that_belong_to_no_code_are_drawn_without_a_name():
    assert drawing()["neutral"]
    assert not {"TWN", "XKX"} & set(drawing()["shapes"])


@pytest.mark.parametrize(
    ("top", "ranges"),
    [
        (0, ["1", "2–3", "4–5", "6+"]),
        (12, ["1", "2–3", "4–5", "6+"]),
        (17, ["1", "2–3", "4–7", "8+"]),
        (300, ["1–39", "40–79", "80–199", "200+"]),
    ],
)
def test_the_steps_grow_with_the_counts(top, ranges):
    values = {"KEN": top}

    assert legend(values) == [(f"n{step}", text) for step, text in enumerate(ranges, start=1)]
    assert len(set(steps(values))) == 4


def test_a_warm_map_takes_no_query(django_assert_num_queries):
    vocabulary.cache_clear()
    world_svg({}, "en")

    with django_assert_num_queries(0):
        world_svg({"KEN": 3}, "en")
