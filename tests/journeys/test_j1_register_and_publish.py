"""Journey 1: an organization registers and publishes its first practice. Real browser, real worker, real mail."""

import re
import time

import pytest
from django.core.management import call_command

from galaxy.moderation.log import decisions_of
from partners.models import Organization
from solutions.models import Solution
from tests.factories import PASSWORD, make_moderator, make_organization, make_solution
from tests.journeys.hands import Hands, Keys
from tests.journeys.post import code_in, letter, link_in

MAIL = "amina.otieno.international@health.example.org"
TITLE = "Nurses screen newborns in the villages"
SUMMARY = "Two nurses in each clinic screen every newborn, and the county pays for it. " * 5
FOUND_WITHIN = 5.0


@pytest.mark.parametrize(
    ("javascript", "width", "hands"),
    [(True, 1280, Hands), (True, 360, Keys), (False, 360, Keys)],
    ids=["on a wide screen", "by keyboard on a small screen", "without scripts, by keyboard on a small screen"],
)
def test_an_organization_registers_and_publishes_its_first_practice(device, portal, committed_db, hands):
    make_organization(published=True, name="Ministry of Health of Kenya", website="https://moh.example.org/")
    make_solution(published=True, title="Nurses screen newborns in villages")
    first, moderator = device(), device(make_moderator(name="Maria Silva"))

    open_account(hands(first), portal)
    organization = register(hands(first))
    publish(Hands(moderator), organization)
    open_the_public_page(hands(first), portal, organization)
    draft = begin(hands(first))
    first.context.close()
    second = hands(device())
    go_on_elsewhere(second, portal, draft)
    fill(second)
    send_with_a_gap(second)
    send_though_one_looks_alike(second, draft)
    ask_for_a_change(Hands(moderator), draft)
    change_and_send_again(second, portal, draft)
    publish(Hands(moderator), draft)
    find(hands(device()), draft)

    assert steps(organization) == ["submit", "claim", "publish"]
    assert steps(draft) == ["submit", "claim", "request_changes", "submit", "claim", "publish"]
    call_command("verify_log", verbosity=0)


def open_account(person: Hands, portal) -> None:
    """Steps 1 and 2."""
    person.page.goto("/en/")
    person.follow("Register an organization", person.page.get_by_role("contentinfo"))
    person.follow("Create an account")
    person.write("Your name", "Amina Otieno")
    person.write("E-mail address", MAIL)
    person.write("Password", PASSWORD)
    person.page.wait_for_timeout(2000)  # who is quicker counts as a program
    person.press("Open an account")
    person.write("Code from the message", code_in(letter(portal, MAIL, "is your code")))
    person.press("Go on")
    assert person.reads(f"{MAIL} is your address now.")
    assert person.fits()


def register(person: Hands) -> Organization:
    """Steps 3 and 4."""
    person.write("Name", "Ministry of Health, Kenya")
    person.choose("Type", "Government ministry")
    person.choose("Country of seat", "Kenya")
    person.write("Website", "https://health.example.org/")
    person.write("What it does", "Looks after the health of all people in Kenya, in 47 counties.")
    person.write("Your role in the organization", "Head of international cooperation")
    person.tick("I speak for this organization and will be its focal point.")
    person.press("Register")

    assert person.reads("Is it one of these?")
    assert person.reads("Ministry of Health of Kenya")
    person.press("Ours is new: go on")

    person.page.wait_for_url("**/status/")
    assert person.arrives("Ministry of Health, Kenya")
    assert person.reads(re.compile("Usually this takes|A moderator looks at it before it is public"))
    return Organization.objects.get(name="Ministry of Health, Kenya")


def open_the_public_page(person: Hands, portal, organization: Organization) -> None:
    """Step 5."""
    person.page.goto(link_in(letter(portal, MAIL, organization.name), "/organizations/"))

    assert person.arrives(organization.name)


def begin(person: Hands) -> Solution:
    """Step 6, first half: the first steps of the form, left in the middle."""
    person.page.goto("/en/account/home/")
    person.follow("Share a solution", person.page.get_by_role("main"))
    person.write("Title", TITLE)
    person.pick("South-South")
    person.press("Save and go on")
    person.write("Summary", SUMMARY)
    person.write("Which problem does it answer?", "Many newborns could not hear, and nobody knew.")
    person.press("Save and leave")

    assert person.reads("Saved. You can come back at any time, on any device.")
    return Solution.objects.get(title=TITLE)


def go_on_elsewhere(person: Hands, portal, draft: Solution) -> None:
    """Step 6, second half: sign in on another device; all is there."""
    person.page.goto("/en/account/login/")
    person.write("E-mail address", MAIL)
    person.write("Password", PASSWORD)
    person.press("Sign in", person.page.get_by_role("main"))
    person.follow(TITLE)
    person.follow("Go on writing")

    assert person.one("textbox", "Summary").input_value().strip() == SUMMARY.strip()


def fill(person: Hands) -> None:
    """Step 7, all but the results."""
    person.write("What was done?", "Two nurses of each clinic were trained for two weeks.")
    person.press("Save and go on")
    person.write("What did you learn?", "Train two people from the start.")
    person.write("What did not work?", "One nurse in each clinic: when she moved, the service stopped.")
    person.write("What does it need elsewhere?", "Clinics with electricity and two nurses.")
    person.press("Save and go on")
    person.write("Name of the block", "Training in pairs")
    person.write("What it is and how it works", "Each clinic sends two nurses, so that the service outlives a move.")
    person.press("Save and go on")
    fill_countries(person)
    person.open("Good health and well-being")
    person.tick(re.compile(r"^3\.2 "))
    person.tick(re.compile(r"^3\.8 "))
    person.choose("Main Goal", "3. Good health and well-being")
    person.tick("Health")
    person.press("Save and go on")
    person.pick("Ongoing")
    person.write("Began", "2019-05")
    person.press("Save and go on")
    person.write("Address of the original", "https://health.example.org/newborns")
    person.press("Save and go on")


def fill_countries(person: Hands) -> None:
    rows = person.page.locator("[data-formset=countries] [data-row]")
    person.choose("Country or area", "Kenya", rows.nth(0))
    person.choose("Role", "Gives", rows.nth(0))
    person.press("Add another country")
    person.choose("Country or area", "Uganda", rows.nth(1))
    person.choose("Role", "Receives", rows.nth(1))
    person.press("Save and go on")


def send_with_a_gap(person: Hands) -> None:
    """Step 8: the summary names what is missing and leads to the field."""
    person.press("Send it for review")
    assert person.reads("One thing is missing before you can send it")
    person.follow(re.compile("^What changed"))

    person.page.wait_for_url("**/edit/results/#field-results")
    person.write("What changed?", "1,240 nurses screen newborns.")
    person.press("Save and go on")


def send_though_one_looks_alike(person: Hands, draft: Solution) -> None:
    """Steps 9 and 10."""
    person.follow("Step 9, Check and send")
    assert person.reads("Is it one of these?")
    assert person.reads("Nurses screen newborns in villages")
    person.press("Ours is different: send it")

    assert person.reads("Thank you, it has arrived")
    assert person.reads(draft.public_id)


def ask_for_a_change(moderator: Hands, draft: Solution) -> None:
    """Step 11, first half."""
    claim(moderator, draft)
    part = moderator.page.locator("#part-results")
    moderator.open("Add a remark", part)
    moderator.write("Remark", "Add a figure with its source.", part)
    moderator.press("Keep the remark", part)
    decide = moderator.page.locator("#decide")
    moderator.open("Ask for changes", decide)
    moderator.write("In your words", "Nearly there.", decide.locator("details[open]"))
    moderator.press("Ask for changes", decide)
    assert moderator.reads("Sent back to the author")


def change_and_send_again(person: Hands, portal, draft: Solution) -> None:
    """Steps 11, second half, and 12: the mail leads to the field, where the remark stands."""
    person.page.goto(link_in(letter(portal, MAIL, draft.title), "results"))
    person.page.wait_for_url("**/edit/results/#field-results")
    assert person.reads("Add a figure with its source.")
    person.write("What changed?", "1,240 nurses in 62 clinics screen newborns (yearly report 2023, page 14).")
    person.press("Save and go on")
    person.follow("Step 9, Check and send")
    person.press("Send it for review")  # what was answered once is not asked again
    assert person.reads("Thank you, it has arrived")


def claim(moderator: Hands, item: Organization | Solution) -> None:
    moderator.page.goto("/en/admin/queue/")
    moderator.follow(str(item))
    moderator.press("Claim it")
    assert moderator.reads("You have claimed")


def publish(moderator: Hands, item: Organization | Solution) -> None:
    claim(moderator, item)
    if isinstance(item, Solution):
        give_points(moderator)
    decide = moderator.page.locator("#decide")
    moderator.open("Publish", decide)
    moderator.press("Publish", decide)
    assert moderator.reads("Published: ")


def give_points(moderator: Hands) -> None:
    panel = moderator.page.locator("#reviews")
    for level in panel.get_by_role("radio", name="2: ").all():
        level.check()
    moderator.press("Keep the points", panel)
    assert moderator.reads("Your points are kept: 16 of 24.")


def find(visitor: Hands, draft: Solution) -> None:
    """Step 12: public, and found by its words."""
    began = time.monotonic()
    visitor.page.goto("/en/search/?q=newborns+county")
    while not visitor.page.get_by_role("link", name=TITLE).count():
        assert time.monotonic() - began < FOUND_WITHIN
        visitor.page.wait_for_timeout(200)
        visitor.page.reload()
    visitor.follow(TITLE)

    assert visitor.reads("1,240 nurses in 62 clinics")
    assert visitor.reads(draft.public_id)
    assert visitor.arrives(TITLE)


def steps(item: Organization | Solution) -> list[str]:
    return [decision.step for decision in decisions_of(item)]
