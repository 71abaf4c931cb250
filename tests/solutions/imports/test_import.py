"""From a table to drafts: checked, made once and whole, handed over, sent."""

import datetime
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from galaxy.moderation.models import Status
from partners.models import Invitation, MembershipRole
from solutions import content
from solutions.imports import tasks
from solutions.imports.models import Import, ImportRow, RowState, Stage
from solutions.imports.work import work_on
from solutions.models import Resource, Solution, SolutionCountry
from tests.factories import make_membership, make_solution, make_user
from tests.solutions.exchange.files import as_json, practice, upload, workbook
from tests.solutions.imports.bringing import START, act, bring, bring_rows, made, make, states, url

pytestmark = pytest.mark.django_db


def test_right_rows_become_drafts_when_the_person_says_so(writer, author, ministry):
    batch = bring_rows(writer, author, [practice(1), practice(2)])
    before = Solution.objects.count()

    batch = make(writer, batch)

    drafts = Solution.objects.order_by("pk")
    assert before == 0
    assert [draft.title for draft in drafts] == [practice(1)["title"], practice(2)["title"]]
    assert [draft.missing() for draft in drafts] == [{}, {}]
    assert {draft.organization for draft in drafts} == {ministry}
    assert batch.stage == Stage.DONE
    assert list(batch.rows.values_list("cells", "values")) == [({}, {})] * 2


def test_a_wrong_row_is_not_taken_even_in_part(writer, author):
    batch = make(writer, bring_rows(writer, author, [practice(1), practice(2, **{"themes.1": "sums"})]))

    assert states(batch) == ["made", "wrong"]
    assert Solution.objects.count() == 1


def test_errors_are_named_by_row_and_column(writer, author):
    batch = bring_rows(writer, author, [practice(1), practice(2, **{"countries.1.country": "Kenia"})])

    page = writer.get(batch.get_absolute_url())

    (error,) = page.context["errors"]
    assert (error["row"], error["written"]) == (4, "Kenia")
    assert error["place"] == "BH"
    assert error["heading"] == "Countries 1: Country or area"
    assert "Did you mean “Kenya”?" in error["text"]
    assert "<b>BH</b>" in page.content.decode()


def test_the_same_file_twice_makes_the_same_drafts_once(writer, author):
    rows = [practice(number) for number in range(1, 64)]
    make(writer, bring_rows(writer, author, rows))

    second = bring_rows(writer, author, rows)
    make(writer, second)

    assert Solution.objects.count() == 63
    assert set(states(second)) == {RowState.DUPLICATE}
    assert second.rows.filter(same_as__isnull=False).count() == 63


def test_two_files_started_at_the_same_moment_make_one_draft_of_each_row(writer, author):
    first, second = (bring_rows(writer, author, [practice(1), practice(2)]) for _time in range(2))

    make(writer, first)
    make(writer, second)

    assert Solution.objects.count() == 2
    assert (states(first), states(second)) == (["made"] * 2, ["duplicate"] * 2)


def test_a_draft_that_was_changed_since_is_still_the_same_row(writer, author):
    batch = make(writer, bring_rows(writer, author, [practice(1)]))
    Solution.objects.update(title="Something else", practice_url="")

    again = make(writer, bring_rows(writer, author, [practice(1)]))

    assert (states(batch), states(again)) == (["made"], ["duplicate"])


@pytest.mark.parametrize(
    ("fields", "is_same"),
    [
        ({"title": "MIDWIVES in the Villages of District 1!"}, True),
        ({"title": "Midwives in the villages of district 1", "gives": ["GHA"], "receives": ["TGO"]}, False),
        ({"title": "Another", "practice_url": "http://www.midwives.example.org/1/"}, True),
        ({"title": "Another", "practice_url": "https://midwives.example.org/2"}, False),
    ],
)
def test_a_practice_that_is_public_already_is_linked(writer, author, fields, is_same):
    public = make_solution(published=True, **fields)

    batch = bring_rows(writer, author, [practice(1)])

    row = batch.rows.get()
    assert (row.same_as == public) is is_same
    assert (public.get_absolute_url() in writer.get(batch.get_absolute_url()).content.decode()) is is_same


def test_drafts_of_others_are_not_betrayed(writer, author):
    make_solution(title=practice(1)["title"])

    assert states(bring_rows(writer, author, [practice(1)])) == ["right"]


def test_rows_of_one_file_that_repeat_each_other_are_one(writer, author):
    rows = [practice(1), practice(2), practice(1, practice_url="https://midwives.example.org/other")]

    batch = bring_rows(writer, author, rows)

    assert states(batch) == ["right", "right", "duplicate"]
    assert batch.rows.get(state=RowState.DUPLICATE).same_as_row == 3


@pytest.mark.parametrize("address", ["https://midwives.example.org/", "https://midwives.example.org/all-practices"])
def test_an_address_that_many_rows_share_makes_them_no_duplicates(writer, author, address):
    batch = bring_rows(writer, author, [practice(1, practice_url=address), practice(2, practice_url=address)])

    assert states(batch) == ["right", "right"]


def test_the_file_of_corrections_comes_back_corrected(writer, author):
    rows = [practice(1), practice(2, **{"themes.1": "sums"}), practice(3, start_date="soon")]
    batch = make(writer, bring_rows(writer, author, rows))
    corrections = writer.get(url("corrections", batch))

    again = bring(writer, corrections.content)
    right = corrected(corrections.content, {"sums": "health", "soon": "2019"})
    final = make(writer, bring(writer, right))

    assert corrections["Content-Disposition"].endswith('.xlsx"')
    assert (states(again), states(final)) == (["wrong"] * 2, ["made"] * 2)
    assert Solution.objects.count() == 3


def corrected(content_: bytes, changes: dict[str, str]) -> bytes:
    """As a person would in Excel."""
    book = load_workbook(BytesIO(content_))
    for cell in (cell for row in book.worksheets[0].iter_rows() for cell in row):
        cell.value = changes.get(cell.value, cell.value)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_json_and_csv_take_the_same_way(writer, author):
    country = {"country": "KEN", "role": "provider"}
    item = {"title": "Wells", "kind": "policy", "themes": ["health"], "countries": [country]}
    first = make(writer, bring(writer, as_json([item]), "wells.json"))
    second = make(writer, bring(writer, b"Title;Kind\nDams;\n", "dams.csv"))

    wells = Solution.objects.get(title="Wells")
    assert (states(first), states(second)) == (["made"], ["made"])
    assert content.read(wells, ["kind", "themes"]) == {"kind": "policy", "themes": ["health"]}
    assert SolutionCountry.objects.get(solution=wells).country_id == "KEN"


# Workers that die


def test_a_worker_that_stops_in_between_is_followed_by_another(writer, author):
    batch = bring_rows(writer, author, [practice(number) for number in range(1, 6)])
    writer.post(url("make", batch))

    is_left = work_on(batch.pk, seconds=0)
    after_one = states(batch).count("made")
    work_on(batch.pk)

    assert (is_left, after_one) == (True, 1)
    assert states(batch) == ["made"] * 5


def test_a_row_that_fails_leaves_nothing_and_holds_up_none_of_the_others(writer, author):
    batch = bring_rows(writer, author, [practice(1), practice(2), practice(3)])
    broken = batch.rows.get(number=4)
    too_long = {"url": "x" * 600, "label": "", "type": "report", "language": "en"}
    broken.values = {**broken.values, "resources": [too_long]}
    broken.save()

    batch = make(writer, batch)

    assert states(batch) == ["made", "wrong", "made"]
    assert batch.stage == Stage.DONE
    assert Solution.objects.count() == 2
    assert (Resource.objects.count(), SolutionCountry.objects.count()) == (0, 4)
    assert "could not be taken in" in batch.rows.get(number=4).problems[0]["text"]


def test_what_a_lost_message_left_behind_is_found(writer, author):
    batch = bring_rows(writer, author, [practice(1)])
    Import.objects.filter(pk=batch.pk).update(stage=Stage.MAKING)
    fresh = tasks.resume()
    Import.objects.filter(pk=batch.pk).update(updated_at=timezone.now() - datetime.timedelta(minutes=1))

    stalled = tasks.resume()

    assert (fresh, stalled) == (0, 1)


def test_who_left_the_organization_in_between_makes_no_drafts(writer, author, ministry):
    batch = bring_rows(writer, author, [practice(1)])
    ministry.memberships.all().delete()

    make(writer, batch)

    assert states(batch) == ["wrong"]
    assert Solution.objects.count() == 0


# Pages


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_takes_the_same_queries_for_any_number_of_drafts(writer, author, django_assert_num_queries, count):
    batch = make(writer, bring_rows(writer, author, [practice(number) for number in range(1, count + 1)]))
    writer.get(batch.get_absolute_url())

    with django_assert_num_queries(15):
        writer.get(batch.get_absolute_url())


def test_a_page_of_work_in_progress_renews_itself_without_a_script(writer, author):
    batch = bring_rows(writer, author, [practice(1), practice(2)])
    writer.post(url("make", batch))
    work_on(batch.pk, seconds=0)

    page = writer.get(batch.get_absolute_url())

    assert page["Refresh"] == "3"
    assert 'value="50"' in page.content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd.xlsx", "a\u202excod.xlsx", "<b>.xlsx", "x" * 300 + ".xlsx"])
def test_the_name_of_a_file_is_shown_and_never_used(writer, author, name):
    batch = bring(writer, workbook([practice(1)], author), name)
    text = writer.get(batch.get_absolute_url()).content.decode()

    assert not {"/", "\u202e"} & set(batch.file_name)
    assert len(batch.file_name) <= 120
    assert "<b>.xlsx" not in text


def test_a_file_that_cannot_be_taken_leaves_nothing(writer, ministry):
    page = writer.post(START, {"file": upload(b"%PDF-1.7", "practices.xlsx")})

    assert "This is a PDF" in page.content.decode()
    assert Import.objects.count() == 0


def test_uploads_are_bounded(writer, ministry, author):
    Import.objects.bulk_create(Import(by=author, file_name="x") for _number in range(40))

    page = writer.post(START, {"file": bytes_file()})

    assert "You have uploaded 40 files today" in page.content.decode()


def bytes_file():
    return upload(b"title\nA\n", "a.csv")


def test_who_has_no_organization_is_led_to_one(client):
    client.force_login(make_user())

    page = client.get(START)

    assert "Register an organization" in page.content.decode()
    assert client.post(START, {"file": bytes_file()}).status_code == 200
    assert Import.objects.count() == 0


# Handing over and sending


def test_drafts_are_handed_to_a_colleague_who_finds_them_on_their_page(writer, author, ministry, client):
    colleague = make_membership(ministry, role=MembershipRole.CONTRIBUTOR).user
    batch = make(writer, bring_rows(writer, author, [practice(1), practice(2)]))

    said = act(writer, "assign", batch, row=made(batch)[:1], email=colleague.email.upper())

    client.force_login(colleague)
    page = client.get("/en/account/home/").content.decode()
    assert said == [f"1 draft waits for {colleague} now."]
    assert colleague.notifications.get().kind == "imports.assigned"
    assert "asks you to finish 1 draft" in colleague.notifications.get().subject
    assert "asked by" in page
    assert not Invitation.objects.exists()


def test_who_is_no_member_is_invited_once_and_finds_the_drafts_after_joining(writer, author, ministry, client):
    batch = make(writer, bring_rows(writer, author, [practice(1), practice(2)]))

    act(writer, "assign", batch, row=made(batch)[:1], email="New@office.example.org")
    act(writer, "assign", batch, row=made(batch)[1:], email="new@office.example.org")

    invitation = Invitation.objects.get()
    newcomer = make_user(email="new@office.example.org")
    newcomer.emailaddress_set.create(email=newcomer.email, verified=True, primary=True)
    before = list(ImportRow.objects.to_finish_for(newcomer, {newcomer.email}))
    make_membership(ministry, newcomer, MembershipRole.CONTRIBUTOR)
    after = list(ImportRow.objects.to_finish_for(newcomer, {newcomer.email}))
    assert invitation.email == "new@office.example.org"
    assert (before, len(after)) == ([], 2)


def test_chosen_drafts_are_sent_together_and_those_that_cannot_be_are_named(writer, author):
    batch = make(writer, bring_rows(writer, author, [practice(1), practice(2, summary=""), practice(3)]))

    said = act(writer, "send", batch, row=made(batch))

    assert said == [
        "2 drafts were sent for review.",
        f"“{practice(2)['title']}” was not sent: Something is still missing.",
    ]
    assert list(Solution.objects.order_by("pk").values_list("status", flat=True)) == ["submitted", "draft", "submitted"]


@pytest.mark.parametrize(("said", "status"), [({}, Status.DRAFT), ({"different": "1"}, Status.SUBMITTED)])
def test_one_with_a_title_much_like_a_public_one_is_sent_when_the_person_says_that_it_is_different(
    writer, author, said, status
):
    make_solution(published=True, title=practice(5)["title"])
    batch = make(writer, bring_rows(writer, author, [practice(1)]))

    act(writer, "send", batch, row=made(batch), **said)

    assert batch.rows.get().solution.status == status


def test_drafts_of_other_files_cannot_be_sent_along(writer, author):
    other = make(writer, bring_rows(writer, author, [practice(1)]))
    batch = make(writer, bring_rows(writer, author, [practice(2)]))

    said = act(writer, "send", batch, row=[*made(other), "x", 10**15])

    assert said == ["Tick the drafts first. Nothing was sent."]
    assert set(Solution.objects.values_list("status", flat=True)) == {Status.DRAFT}


def test_a_deleted_file_leaves_its_drafts(writer, author):
    batch = make(writer, bring_rows(writer, author, [practice(1)]))

    writer.post(url("discard", batch))

    assert (Import.objects.count(), Solution.objects.count()) == (0, 1)
