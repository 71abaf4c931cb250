"""Journey 5: a moderator clears the queue. Real browser, real worker, real mail, second step at sign-in."""

import datetime
import re
import time
from collections import Counter
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Locator

from accounts.models import User
from galaxy.freshness import links
from galaxy.moderation import services as moderation
from galaxy.moderation.log import decisions_of
from galaxy.moderation.tasks import publish_due
from galaxy.notifications.tasks import send_waiting
from solutions.models import Solution
from solutions.reviews.criteria import CRITERIA
from tests.accounts.signing import member
from tests.factories import PASSWORD, make_membership, make_moderator, make_organization, make_solution
from tests.freshness.conftest import link_to
from tests.journeys.hands import Hands, Keys
from tests.journeys.post import letters
from tests.outside import outside

SECRET = "JBSWY3DPEHPK3PXP"
MAIL = "layla@galaxy.example.org"
AUTHOR = "omar@water.example.org"
WELLS, SCHOOLS, SEEDS, LEAFLET, PALMS, FLOODS, OWN = (
    "Wells with sun power in Aswan",
    "Night schools for herders",
    "Seed banks run by villages",
    "Our leaflet of pumps",
    "Date palms without pests",
    "Flood warnings by radio",
    "Rain harvest on roofs",
)


@pytest.mark.parametrize(
    ("javascript", "width", "hands"),
    [(True, 1280, Hands), (True, 360, Keys), (False, 360, Keys)],
    ids=["on a wide screen", "by keyboard on a small screen", "without scripts, by keyboard on a small screen"],
)
def test_a_moderator_clears_the_queue(device, strict_portal, committed_db, hands):
    layla, tomas = moderator_with_app(email=MAIL, name="Layla Haddad"), moderator_with_app(name="Tomas Okello")
    items = fill_the_queue(layla)
    check_in_the_background(items[WELLS])
    public = make_solution(published=True, title="Night schools for herders of Kordofan", gives=["SDN"])
    due = make_solution(published=True, title="Checked long ago")
    Solution.objects.filter(pk=due.pk).update(verify_due_on=timezone.localdate() - datetime.timedelta(days=40))
    moderator, other = hands(device()), hands(device(tomas))
    strict_portal.settle()
    strict_portal.empty_outbox()

    sign_in(moderator)
    see_the_oldest_of_the_region_first(moderator)
    claim_so_that_others_see_it(moderator, other, items[WELLS])
    ask_for_changes(moderator, items[WELLS])
    mark_as_duplicate(moderator, items[SCHOOLS], public)
    approve_for_tomorrow(moderator, items[SEEDS])
    reject(moderator, items[LEAFLET])
    publish(moderator, items[PALMS])
    see_how_it_stands(moderator, due)
    meet_the_own_organization(moderator, items[OWN])
    tomorrow_comes(items[SEEDS])

    visitor = Hands(device())
    visitor.page.goto(items[SCHOOLS].get_absolute_url())
    assert visitor.arrives(str(public))
    assert {title: steps(item) for title, item in items.items()} == {
        WELLS: ["submit", "claim", "request_changes"],
        SCHOOLS: ["submit", "claim", "mark_duplicate"],
        SEEDS: ["submit", "claim", "approve", "publish"],
        LEAFLET: ["submit", "claim", "reject"],
        PALMS: ["submit", "claim", "publish"],
        FLOODS: ["submit"],
        OWN: ["submit"],
    }
    strict_portal.wait_until(lambda: len(letters(strict_portal, AUTHOR)) >= 6)
    send_waiting()  # a sweep more
    strict_portal.settle()
    assert Counter(letter["Subject"].strip() for letter in letters(strict_portal, AUTHOR)) == {
        f"Something to change in “{WELLS}”": 1,
        f"“{SCHOOLS}” is on the portal already": 1,
        f"“{SEEDS}” is approved": 1,
        f"“{SEEDS}” is public": 1,
        f"“{LEAFLET}” is not published": 1,
        f"“{PALMS}” is public": 1,
    }


def moderator_with_app(**fields: Any) -> User:
    """A moderator whose app of codes is set up."""
    moderator = make_moderator(**fields)
    moderator.emailaddress_set.create(email=moderator.email, verified=True, primary=True)
    TOTP.activate(moderator, SECRET)
    return moderator


def fill_the_queue(layla: User) -> dict[str, Solution]:
    """Seven that wait, the first for longest; one is from elsewhere, and one of the moderator's own organization."""
    author = member(email=AUTHOR)
    ministry = make_organization(published=True, owner=author, name="Ministry of Water of Egypt", country_id="EGY")
    summary = (
        "Egypt shows Sudan how it is done, in eleven places and with little money. Write to pumps@example.org. " * 4
    )
    places = {title: {"gives": ["EGY"], "receives": ["SDN"]} for title in (WELLS, SCHOOLS, SEEDS, LEAFLET, PALMS)}
    shared = {"organization": ministry, "author": author}
    items = {title: make_solution(title=title, **shared, **roles) for title, roles in places.items()}
    Solution.objects.filter(pk=items[WELLS].pk).update(summary=summary)
    items[FLOODS] = make_solution(title=FLOODS, gives=["KEN"], receives=["UGA"])
    own = make_organization(published=True, name="Water Network", country_id="JOR")
    make_membership(own, layla)
    items[OWN] = make_solution(title=OWN, organization=own, gives=["JOR"], receives=["YEM"])
    for age, item in zip((40, 30, 20, 10, 5, 60, 1), items.values(), strict=True):
        moderation.submit(item, by=item.author)
        Solution.objects.filter(pk=item.pk).update(submitted_at=timezone.now() - datetime.timedelta(days=age))
    return items


def check_in_the_background(item: Solution) -> None:
    """What the weekly check does with an address that was just handed in: its page is gone."""
    with outside() as server, override_settings(OUTGOING_NETWORKS=["127.0.0.0/8"]):
        url = server.url("/status?code=410")
        Solution.objects.filter(pk=item.pk).update(practice_url=url)
        links.note(link_to(url), links.look_at(url))


def sign_in(moderator: Hands) -> None:
    """Step 1."""
    moderator.page.goto("/en/admin/queue/")
    moderator.write("E-mail address", MAIL)
    moderator.write("Password", PASSWORD)
    moderator.press("Sign in", moderator.page.get_by_role("main"))
    assert moderator.arrives("Second step")
    if (left := 30 - time.time() % 30) < 10:
        moderator.page.wait_for_timeout(1000 * left)  # until the next code, which lasts
    moderator.write("Code", format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    moderator.press("Sign in", moderator.page.get_by_role("main"))
    assert moderator.arrives("Review queue")


def see_the_oldest_of_the_region_first(moderator: Hands) -> None:
    """Step 2."""
    assert titles(moderator) == [FLOODS, WELLS, SCHOOLS, SEEDS, LEAFLET, PALMS, OWN]
    moderator.choose("Region", "Arab States")
    moderator.press("Filter")
    moderator.page.wait_for_url("**region=arab-states**")

    assert titles(moderator) == [WELLS, SCHOOLS, SEEDS, LEAFLET, PALMS, OWN]
    assert moderator.reads("40 days")


def titles(moderator: Hands) -> list[str]:
    return moderator.page.locator(".queue h2").all_inner_texts()


def claim_so_that_others_see_it(moderator: Hands, other: Hands, item: Solution) -> None:
    """Step 3."""
    moderator.follow(str(item))
    moderator.press("Claim it")
    assert moderator.reads("You have claimed")

    other.page.goto(f"/en/admin/review/solution/{item.pk}/")
    assert other.reads("Layla Haddad has claimed this and decides.")
    assert other.page.get_by_role("button", name="Ask for changes").count() == 0


def ask_for_changes(moderator: Hands, item: Solution) -> None:
    """Steps 4 and 5."""
    assert moderator.reads("(the server says 410)")
    assert moderator.reads("Personal data? “pumps@example.org” would be public.")
    part = moderator.page.locator("#part-results")
    moderator.open("Add a remark", part)
    moderator.write("Remark", "Add a figure with its source.", part)
    moderator.press("Keep the remark", part)
    assert moderator.reads("The remark is kept.")
    form = decision(moderator, "Ask for changes")
    ready = "Please add at least one result with a figure, its year and where it comes from."
    moderator.choose("Reason", ready, form)
    moderator.write("In your words", "Nearly there.", form)
    moderator.press("Ask for changes", form)
    assert moderator.reads(f"Sent back to the author: “{item}”. Next: “{SCHOOLS}”.")


def mark_as_duplicate(moderator: Hands, item: Solution, public: Solution) -> None:
    """Step 6: the queue has led to the next."""
    assert moderator.arrives(str(item))
    moderator.press("Claim it")
    moderator.one("link", str(public)).wait_for()
    assert moderator.reads(re.compile(r"similarity 0\.\d\d"))
    words = {"The record that stays": public.public_id, "In your words": "The same schools."}
    decide(moderator, "Mark as duplicate", words)
    moderator.press("Mark as duplicate")
    assert moderator.reads(f"Marked as duplicate: “{item}”.")


def approve_for_tomorrow(moderator: Hands, item: Solution) -> None:
    """Step 7: without points there is no yes; with 17 of 24 there is."""
    moderator.press("Claim it")
    decide(moderator, "Approve for later", {})
    moderator.page.locator(".messagelist").get_by_text("Give it points by the criteria first").wait_for()
    give_points(moderator, {"effective": 3})
    assert moderator.reads("Your points are kept: 17 of 24.")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    form = decision(moderator, "Approve for later")
    moderator.set_time("Publish by itself on", tomorrow.replace(hour=9, minute=0), form)
    moderator.press("Approve for later", form)
    assert moderator.reads(f"Approved: “{item}”.")

    approved = Solution.objects.get(pk=item.pk)
    assert approved.publish_at == tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
    assert not publish_due()


def reject(moderator: Hands, item: Solution) -> None:
    """Step 8: a reason from the list, and words."""
    moderator.press("Claim it")
    form = decision(moderator, "Do not accept")
    moderator.choose("Reason", "It promotes a product or a service more than it shares what was learned.", form)
    moderator.write("In your words", "Tell us what the villages learned.", form)
    moderator.press("Do not accept", form)
    moderator.press("Do not accept")
    assert moderator.reads(f"Not accepted: “{item}”.")


def publish(moderator: Hands, item: Solution) -> None:
    moderator.press("Claim it")
    give_points(moderator, {})
    decide(moderator, "Publish", {})
    assert moderator.reads(f"Published: “{item}”. Nothing else waits for you here.")


def give_points(moderator: Hands, levels: dict[str, int]) -> None:
    """Two for each criterion but for those that are named."""
    panel = moderator.page.locator("#reviews")
    for criterion in CRITERIA:
        level = levels.get(criterion.code, 2)
        moderator.pick(re.compile(f"^{level}: "), panel.locator(f"#criterion-{criterion.code}"))
    moderator.press("Keep the points", panel)
    assert moderator.reads("Your points are kept: ")


def see_how_it_stands(moderator: Hands, due: Solution) -> None:
    """Step 9: floods, seeds (approved) and the own one are left; the answers came on the same day."""
    moderator.follow("How it stands")
    assert moderator.arrives("How the review stands")
    row = moderator.page.get_by_role("row", name="Solutions")
    *figures, wait = row.get_by_role("cell").all_inner_texts()
    assert figures == ["3", "1", "0", "1", "1", "60"]
    assert wait == "0"
    moderator.one("link", str(due)).wait_for()
    moderator.follow("Review queue", moderator.page.locator(".breadcrumbs"))
    assert moderator.arrives("Review queue")


def meet_the_own_organization(moderator: Hands, item: Solution) -> None:
    """Step 10: seen in the queue, and not decided."""
    assert titles(moderator) == [SEEDS, OWN]
    moderator.follow(str(item))
    assert moderator.reads("You belong to the owner of this record, so somebody else decides.")
    assert moderator.page.locator("#decide").get_by_role("button").count() == 0


def tomorrow_comes(item: Solution) -> None:
    Solution.objects.filter(pk=item.pk).update(publish_at=timezone.now() - datetime.timedelta(minutes=1))

    assert publish_due() == 1
    assert publish_due() == 0
    assert Solution.objects.get(pk=item.pk).is_published


def decide(moderator: Hands, label: str, words: dict[str, str]) -> None:
    form = decision(moderator, label)
    for name, text in words.items():
        moderator.write(name, text, form)
    moderator.press(label, form)


def decision(moderator: Hands, label: str) -> Locator:
    """The form of a decision, unfolded."""
    panel = moderator.page.locator("#decide")
    moderator.open(label, panel)
    return panel.locator("details[open]")


def steps(item: Solution) -> list[str]:
    return [decision.step for decision in decisions_of(item)]
