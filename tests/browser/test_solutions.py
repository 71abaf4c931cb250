"""The documentation form and the public page in Chromium."""

import pytest
from playwright.sync_api import Page, expect

from solutions.models import Solution
from tests.accounts.signing import member
from tests.factories import PASSWORD, make_organization, make_solution, publish
from tests.solutions.typing import WORDS, edit_url

pytestmark = pytest.mark.usefixtures("committed_db")

MARKS = "q" + "\u0301" * 300
WORD = "w" * 5000


@pytest.fixture
def author():
    return member()


@pytest.fixture
def draft(author) -> Solution:
    ministry = make_organization(published=True, owner=author)
    return make_solution(organization=ministry, author=author, title="Nurses screen newborns")


@pytest.fixture
def signed_in(page: Page, author) -> Page:
    page.goto("/en/account/login/")
    page.get_by_label("E-mail").fill(author.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/account/home/")
    return page


def stored(solution: Solution) -> Solution:
    return Solution.objects.get(pk=solution.pk)


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [360, 1280])
def test_towers_of_marks_and_endless_words_do_not_break_the_page(page, draft, width):
    texts = ("tagline", "image_credit", "title")
    Solution.objects.filter(pk=draft.pk).update(
        **dict.fromkeys(texts, f"{MARKS} {WORD}"[:100]),
        challenge=f"{MARKS} {WORD}",
        results=f"- {WORD}\n- https://example.org/{WORD}",
    )
    public = publish(stored(draft))

    page.goto(public.get_absolute_url())

    assert sideways(page) == 0


def test_the_form_saves_as_one_types_and_the_button_afterwards_is_no_conflict(signed_in, draft):
    signed_in.goto(edit_url(draft, "story"))
    signed_in.locator("#id_summary").fill("Saved without a click")
    expect(signed_in.locator("[data-saved]")).to_have_attribute("data-state", "done", timeout=8000)
    assert stored(draft).summary == "Saved without a click"

    signed_in.locator("#id_summary").fill(WORDS)
    signed_in.locator(".actions").get_by_role("button", name="Save and go on").click()
    signed_in.wait_for_url("**/edit/results/")

    assert stored(draft).summary == WORDS.strip()


@pytest.mark.parametrize("javascript", [True, False])
def test_two_windows_show_both_texts_and_let_choose(signed_in, context, draft, javascript):
    first, second = signed_in, context.new_page()
    for window in (first, second):
        window.goto(edit_url(draft, "story"))
    second.locator("#id_approach").fill("The text of the second window")
    second.locator(".actions").get_by_role("button", name="Save and go on").click()
    second.wait_for_url("**/edit/results/")

    first.locator("#id_approach").fill("The text of the first window")
    first.locator(".actions").get_by_role("button", name="Save and go on").click()
    expect(first.get_by_role("heading", name="Somebody changed this in another window")).to_be_visible()
    expect(first.locator(".twin")).to_contain_text("The text of the second window")
    expect(first.locator("#id_approach")).to_have_value("The text of the first window")
    first.get_by_label("Take the other").check()
    first.locator(".actions").get_by_role("button", name="Save and go on").click()
    first.wait_for_url("**/edit/results/")

    assert stored(draft).approach == "The text of the second window"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_country_is_added_and_another_taken_out(signed_in, draft, javascript):
    signed_in.goto(edit_url(draft, "partners"))
    signed_in.locator("[name=remove_countries]:visible").first.click()
    signed_in.get_by_role("button", name="Add another country").click()
    lines = signed_in.locator("#field-countries [data-row]:visible")
    lines.last.get_by_label("Country or area").select_option("TZA")
    lines.last.get_by_label("Role").select_option("beneficiary")
    signed_in.locator(".actions").get_by_role("button", name="Save and go on").click()
    signed_in.wait_for_url("**/edit/goals/")

    links = stored(draft).country_links.order_by("pk").values_list("country_id", "role")
    assert list(links) == [("UGA", "beneficiary"), ("TZA", "beneficiary")]
