"""The search box as a combobox: by keyboard with scripts, as a page without."""

import re

import pytest
from playwright.sync_api import Page, expect

from galaxy.search import querylog
from galaxy.search.models import LoggedQuery
from tests.search.entries import make_entry

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def clinics():
    make_entry("Zebu clinics for herders")
    make_entry("Zebu milk <b>cooperatives</b>")


def typed(page: Page, words: str, path: str = "/en/"):
    page.goto(path)
    box = page.get_by_role("combobox", name=re.compile("Search|ابحث|البحث"))
    box.press_sequentially(words)
    expect(box).to_have_attribute("aria-expanded", "true")
    return box


def chosen(page: Page) -> str:
    return page.locator("[role=option][aria-selected=true]").inner_text()


@pytest.mark.parametrize("path", ["/en/", "/en/search/"])
def test_arrows_choose_and_enter_opens(page, clinics, path):
    box = typed(page, "zebu", path)

    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="2 suggestions.")).to_have_count(1)
    box.press("ArrowDown")
    assert chosen(page) == "Zebu clinics for herders"
    assert box.get_attribute("aria-activedescendant") == "q-solution-1"
    box.press("ArrowDown")
    assert chosen(page) == "Zebu milk <b>cooperatives</b>"
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/solutions/ssg-s-"))


def test_enter_without_a_choice_searches(page, clinics):
    typed(page, "zebu").press("Enter")

    page.wait_for_url("**/en/search/?q=zebu")
    expect(page.locator("#tally")).to_contain_text("2 results for “zebu”")


def test_escape_closes_and_keeps_the_words_and_an_arrow_opens_again(page, clinics):
    box = typed(page, "zebu")

    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("zebu")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_click_opens_and_nothing_found_is_told(page, clinics):
    box = typed(page, "zebu")
    box.press_sequentially("zzz")
    expect(page.locator("#q-tally")).to_have_text("No suggestions.")
    expect(page.get_by_role("listbox")).to_be_hidden()

    box.fill("zebu")
    page.get_by_role("option", name="Zebu clinics").click()
    page.wait_for_url(re.compile(r"/solutions/ssg-s-"))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("path", "words"), [("/ar/", "كين"), ("/zh-hans/", "健康"), ("/en/", "so")])
def test_the_list_stays_inside_the_window(page, clinics, path, words, width):
    page.goto(path)
    page.locator("#q").press_sequentially(words)
    expect(page.locator("#q-proposals")).to_be_visible()

    box, proposals = page.locator(".seek").bounding_box(), page.locator("#q-proposals").bounding_box()
    assert (proposals["x"], proposals["width"]) == (box["x"], box["width"])
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    heights = [option.bounding_box()["height"] for option in page.get_by_role("option").all()]
    assert min(heights) >= 44


@pytest.mark.parametrize("javascript", [False])
def test_without_scripts_the_box_leads_to_a_page_of_suggestions(page, clinics):
    page.goto("/en/")
    page.locator("#q").fill("zebu")
    page.get_by_role("button", name="Names and titles that begin so").click()

    expect(page.get_by_role("heading", name="Names and titles that begin with “zebu”")).to_be_visible()
    page.get_by_role("link", name="Zebu clinics for herders").click()
    page.wait_for_url(re.compile(r"/solutions/ssg-s-"))


def test_web_processes_write_what_was_searched(page, portal, clinics):
    request = page.request.get("/en/search/?q=quark+cheese", headers={"User-Agent": "Firefox/140"})

    assert request.ok
    portal.wait_until(lambda: LoggedQuery.objects.filter(words="quark cheese", results=0).exists(), timeout=20)
    assert querylog.flush() == 0
