from types import SimpleNamespace

import pytest
from django.contrib.messages import constants as levels
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from galaxy.core.templatetags import galaxy as tags


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["Brazil"], "Brazil"),
        (["Brazil", "Mali"], "Brazil and Mali"),
        (["Brazil", "Mali", "Fiji"], "Brazil, Mali and Fiji"),
        (["Brazil", "Mali", "Fiji", "Chad"], "Brazil, Mali, Fiji and Chad"),
        (["Brazil", "Mali", "Fiji", "Chad", "Togo"], "Brazil, Mali, Fiji and 2 more"),
    ],
)
def test_names_are_listed_as_one_would_write_them(items, text):
    assert tags.names(items) == text


def test_names_can_be_given_more_room():
    assert tags.names(["Brazil", "Mali", "Fiji", "Chad", "Togo"], 5) == "Brazil, Mali, Fiji, Chad and Togo"


def test_an_icon_comes_from_the_sprite_and_is_hidden_from_screen_readers():
    html = tags.icon("check")

    assert 'aria-hidden="true"' in html
    assert html.endswith('#check"/></svg>')


def test_an_icon_with_a_direction_turns_in_right_to_left_text():
    assert 'class="icon turns"' in tags.icon("arrow")


def test_page_numbers_show_the_ends_and_the_neighbours():
    page = Paginator(range(900), 20).page(7)

    assert tags.page_numbers(page) == [1, "…", 5, 6, 7, 8, 9, "…", 45]


@pytest.mark.parametrize(
    ("level", "tone"),
    [(levels.SUCCESS, "good"), (levels.WARNING, "warn"), (levels.ERROR, "bad"), (levels.INFO, "")],
)
def test_a_message_takes_the_tone_of_its_level(level, tone):
    assert tags.tone(SimpleNamespace(level=level)) == tone


def test_a_fan_joins_every_giver_to_every_receiver():
    drawing = tags.fan(["Egypt", "Brazil"], ["Mali"])

    assert drawing.arcs == ["M0 25C50 25 50 50 100 50", "M0 75C50 75 50 50 100 50"]
    assert (drawing.more_givers, drawing.more_receivers) == (0, 0)


def test_a_fan_with_many_names_gives_those_left_out_one_row():
    drawing = tags.fan(["India"], [str(number) for number in range(12)])

    assert (len(drawing.receivers), drawing.more_receivers, len(drawing.arcs)) == (9, 3, 10)


def test_links_to_pages_keep_the_query():
    request = RequestFactory().get("/en/search/", {"q": "water", "page": "2"})
    page = Paginator(range(60), 20).page(2)
    template = Template("{% include 'components/pages.html' with page=page only %}")

    with translation.override("en"):
        html = template.render(_context(request, page=page))

    assert 'href="?q=water&amp;page=3"' in html
    assert '<strong aria-current="page">2</strong>' in html


def test_a_goal_without_an_address_is_a_tile_with_its_name_for_screen_readers():
    html = Template("{% include 'components/goal.html' with number=4 name='Quality education' only %}").render(
        Context()
    )

    assert '<span class="goal g4" aria-hidden="true">4</span><span class="vh">4: Quality education</span>' in html


def _context(request, **values):
    context = Context(values)
    context.request = request
    return context


@pytest.mark.parametrize(
    ("givers", "receivers", "words"),
    [
        (["Brazil"], ["Mali"], "<span>Brazil</span>"),
        (["Chad", "Mali"], ["Chad", "Mali"], "Chad and Mali, with each other"),
        (["Seychelles"], [], '<p class="flow">Seychelles</p>'),
        ([], ["Mali"], '<span class="vh">To</span>'),
    ],
)
def test_a_flow_says_who_gives_to_whom(givers, receivers, words):
    template = Template("{% include 'components/flow.html' with givers=givers receivers=receivers only %}")

    assert words in template.render(Context({"givers": givers, "receivers": receivers}))


def test_a_flow_without_countries_is_left_out():
    template = Template("{% include 'components/flow.html' with givers=givers only %}")

    assert template.render(Context({"givers": []})).strip() == ""


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_named_as_people_name_it(agent, words):
    assert tags.device(agent) == words
