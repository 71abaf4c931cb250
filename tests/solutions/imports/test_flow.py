"""From a file to drafts: checked, made, handed over, sent; with the tasks called as the worker would."""

from django.urls import reverse

from solutions.imports.models import Import, Stage
from solutions.imports.work import work_on
from solutions.models import Solution
from tests.factories import make_solution
from tests.solutions.exchange.files import practice, upload, workbook

START = reverse("imports:start")


def bring(client, author, rows, **fields):
    """Upload a workbook of these rows and let the worker check it."""
    response = client.post(START, {"file": upload(workbook(rows, author)), **fields})
    assert response.status_code == 302, response.context["form"].errors
    batch = Import.objects.latest("pk")
    work_on(batch.pk)
    batch.refresh_from_db()
    return batch


def make(client, batch):
    client.post(reverse("imports:make", args=[batch.pk]))
    work_on(batch.pk)
    batch.refresh_from_db()


def states(batch):
    return list(batch.rows.order_by("number").values_list("state", flat=True))


def test_right_rows_become_drafts_and_nothing_before(writer, author, ministry):
    batch = bring(writer, author, [practice(1), practice(2)])
    before = Solution.objects.count()

    make(writer, batch)

    drafts = Solution.objects.order_by("pk")
    assert before == 0
    assert [draft.title for draft in drafts] == [practice(1)["title"], practice(2)["title"]]
    assert [draft.missing() for draft in drafts] == [{}, {}]
    assert batch.stage == Stage.DONE
    print(writer.get(batch.get_absolute_url()).content.decode()[-6000:])


def test_journey(writer, author, ministry):
    make_solution(published=True, title="Midwives in the villages of district 1")
    rows = [practice(n) for n in range(1, 64)]
    rows[4]["countries.1.country"] = "Kenia"
    batch = bring(writer, author, rows)
    assert states(batch).count("wrong") == 1
    assert states(batch).count("duplicate") == 1
    page = writer.get(batch.get_absolute_url())
    assert page.status_code == 200
