"""Journey 4: a focal point brings in 63 practices from an Excel file, with scripts and without."""

import re
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator

from partners.models import Invitation, MembershipRole
from solutions.imports.models import ImportRow, RowState
from solutions.models import Solution
from solutions.reviews.badges import Badge, badges_of
from tests.factories import make_moderator, make_organization, make_solution, make_user
from tests.journeys.hands import Hands
from tests.solutions.exchange.files import practice

pytestmark = pytest.mark.usefixtures("committed_db")
MAIL = "editor@office.example.org"
FAULTS: list[dict[str, Any]] = [
    {"countries.1.country": "Kenia"},
    {"themes.1": "Sums"},
    {"start_date": "soon"},
    {"budget_amount": "a lot"},
    {"practice_url": "none"},
]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_focal_point_imports_63_practices(device, portal, javascript):
    owner = make_user(name="Amina Otieno")
    make_organization(published=True, owner=owner, name="Population Fund")
    for number in (10, 11):
        make_solution(published=True, title=practice(number)["title"])
    person = Hands(device(owner))

    template = take_template(person)
    upload(person, "practices.xlsx", filled(template, faulty=True))
    see_what_is_wrong(person)
    upload(person, "practices-corrected.xlsx", filled(template, faulty=False))
    make_drafts(person)
    hand_over(person)
    send_ten(person)
    publish_them(Hands(device(make_moderator())))

    assert ImportRow.objects.filter(state=RowState.MADE).count() == 61
    assert Solution.objects.filter(title__startswith="Midwives").count() == 63
    assert Solution.objects.published().count() == 12
    badges = [badge for one in Solution.objects.published().with_badges() for badge in badges_of(one)]
    assert Counter(badges) == {Badge.GOOD_PRACTICE: 11, Badge.PROMISING: 1}


def take_template(person: Hands) -> bytes:
    """Step 1."""
    person.page.goto("/en/account/home/")
    person.follow("Templates and import")
    with person.page.expect_download() as download:
        person.follow("Excel template .xlsx")
    path = download.value.path()
    assert download.value.suggested_filename == "Galaxy_template_en.xlsx"
    return path.read_bytes()


def filled(template: bytes, *, faulty: bool) -> bytes:
    """63 rows typed into the template, with five faults; two of them are public already."""
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number in range(1, 64):
        faults = FAULTS[number - 1] if faulty and number <= len(FAULTS) else {}
        for key, text in {**practice(number), **faults}.items():
            sheet.cell(number + 2, columns[key], text)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def upload(person: Hands, name: str, content: bytes) -> None:
    """Steps 2 and 4."""
    person.page.goto("/en/solutions/offline/")
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    person.page.get_by_label("File", exact=True).set_input_files(file)
    person.press("Check the file")
    person.page.get_by_role("heading", name="Here already").wait_for(timeout=30_000)


def see_what_is_wrong(person: Hands) -> None:
    """Step 3."""
    table = person.page.get_by_role("region", name="To correct")
    assert table.get_by_role("row").count() == 1 + 5
    assert "Did you mean “Kenya”?" in table.inner_text()
    assert person.page.get_by_role("link", name=practice(10)["title"]).count() == 1
    assert Solution.objects.filter(title__startswith="Midwives").count() == 2


def make_drafts(person: Hands) -> None:
    """Step 4, second half."""
    person.press("Make 61 drafts")
    person.page.get_by_role("heading", name="Drafts", exact=True).wait_for(timeout=60_000)


def tick(person: Hands, first: int, count: int) -> None:
    boxes = person.page.get_by_role("checkbox")
    for number in range(first, first + count):
        boxes.nth(number).check()


def hand_over(person: Hands) -> None:
    """Step 5."""
    tick(person, 0, 20)
    person.write("E-mail address of a colleague", MAIL)
    person.press("Hand over to finish")

    assert person.reads(f"20 drafts wait for {MAIL} now.")
    assert Invitation.objects.get().email == MAIL
    assert Invitation.objects.get().role == MembershipRole.CONTRIBUTOR


def send_ten(person: Hands) -> None:
    """Step 6."""
    tick(person, 20, 10)
    person.press("Send for review")
    assert person.reads("Similar practices are here already.")
    tick(person, 20, 10)
    person.tick("They are different from public solutions with a similar title")
    person.press("Send for review")

    assert person.reads("10 drafts were sent for review.")


def publish_them(moderator: Hands) -> None:
    """Step 7: ten on one page, each with its own points; one that is not good enough is left."""
    moderator.page.goto("/en/admin/queue/")
    for label in moderator.page.locator(".queue__tick label").all():
        label.click()
    moderator.press("Decide together on what is ticked")
    rows = moderator.page.get_by_role("group").filter(has=moderator.page.locator(".together__scores"))
    assert rows.count() == 10
    for number, row in enumerate(rows.all()):
        give_points(row, 1 if number == 9 else 2)
    moderator.press("Publish what has points")
    assert moderator.reads("9 published.")
    assert moderator.reads(re.compile(r"Not published: “Midwives .*With 8 of 24"))
    assert rows.count() == 1
    moderator.tick("If it does not reach the mark: publish it among the promising ones")
    moderator.press("Publish what has points")
    assert moderator.reads("1 published.")
    assert moderator.title() == "Review queue"


def give_points(row: Locator, level: int) -> None:
    for criterion in row.get_by_role("combobox").all():
        criterion.select_option(str(level))
