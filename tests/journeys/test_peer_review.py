"""A moderator asks a person outside for points; real mail, real browser, with scripts and without."""

import re

import pytest

from solutions.models import QualityReview, Solution
from tests.factories import in_review, make_moderator, make_solution
from tests.journeys.hands import Hands
from tests.journeys.post import letter, link_in

GUEST = "wanjiru@university.example.org"


@pytest.mark.parametrize(
    ("javascript", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without scripts on a small screen"]
)
def test_an_invited_reviewer_helps_a_moderator_to_decide(device, portal, committed_db):
    layla = make_moderator(name="Layla Haddad")
    solution = in_review(make_solution(title="Wells with sun power"), by=layla, rated=False)
    moderator, guest = Hands(device(layla)), Hands(device())

    invite(moderator, solution)
    address = link_in(letter(portal, GUEST, solution.title), "peer-review")
    answer(guest, address)
    see_the_answer(moderator, solution)

    guest.page.goto(address)
    assert guest.arrives("This invitation does not work any more")
    assert QualityReview.objects.get().total == 15
    assert letter(portal, layla.email, "Wanjiru Kamau has answered")


def invite(moderator: Hands, solution: Solution) -> None:
    moderator.page.goto(f"/en/admin/review/solution/{solution.pk}/")
    panel = moderator.page.locator("#peers")
    moderator.open("Ask somebody for a view", panel)
    moderator.write("Name", "Wanjiru Kamau", panel)
    moderator.write("E-mail address", GUEST, panel)
    moderator.press("Send the invitation", panel)
    assert moderator.reads(f"An invitation is on its way to {GUEST}.")


def answer(guest: Hands, address: str) -> None:
    """First with a gap: what was chosen is still there."""
    guest.page.goto(address)
    assert guest.arrives("Wells with sun power")
    assert guest.fits()
    for number, group in enumerate(guest.page.locator(".criterion").all()):
        guest.pick(re.compile(f"^{1 if number == 2 else 2}: "), group)
    guest.press("Send points and remarks")
    assert guest.reads("Confirm it, or decline below.")
    guest.tick("I took no part in this practice, and I do not work for any organization named in it.")
    effective = guest.page.locator("#criterion-effective")
    guest.open("Remark", effective)
    guest.write("Remark", "Where is the figure from?", effective)
    guest.press("Send points and remarks")
    assert guest.arrives("Thank you")


def see_the_answer(moderator: Hands, solution: Solution) -> None:
    moderator.page.goto(f"/en/admin/review/solution/{solution.pk}/")
    assert moderator.reads("Where is the figure from?")
    assert moderator.reads("Give it points by the criteria first: it has none yet.")
