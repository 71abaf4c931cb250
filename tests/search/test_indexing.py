import threading
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from galaxy.moderation import services as moderation
from galaxy.search import services
from galaxy.search.adapters import get_adapter
from galaxy.search.indexing import answer_request, index_item, index_items
from galaxy.search.models import Document, IndexRequest
from galaxy.search.tasks import index_waiting
from solutions.models import Solution
from tests.factories import make_moderator, make_organization, make_solution, rate

# One item


def kinds() -> dict[str, int]:
    return {kind: Document.objects.filter(kind=kind).count() for kind in ("solution", "organization")}


@pytest.mark.django_db
def test_a_request_is_answered_once():
    solution = make_solution(published=True, title="Before")
    Solution.objects.filter(pk=solution.pk).update(title="After")
    request = services.refresh(solution)

    answers = [answer_request(request.pk), answer_request(request.pk)]

    assert answers == [True, False]
    assert Document.objects.get(kind="solution").title == "After"


@pytest.mark.django_db
def test_an_item_withdrawn_before_it_was_indexed_stays_out():
    solution = make_solution(published=True)
    request = services.refresh(solution)
    moderation.withdraw(solution, by=solution.author, note="Wrong.")

    answer_request(request.pk)

    assert kinds() == {"solution": 0, "organization": 1}


@pytest.mark.django_db
def test_what_is_withdrawn_is_out_at_once():
    solution = make_solution(published=True)

    moderation.withdraw(solution, by=solution.author, note="Wrong.")

    assert kinds() == {"solution": 0, "organization": 1}


@pytest.mark.django_db
def test_a_draft_never_comes_in():
    draft = make_solution(title="A draft")

    index_item(Solution, draft.pk)

    assert kinds()["solution"] == 0


@pytest.mark.django_db
def test_the_request_of_a_model_that_is_gone_is_dropped():
    gone = ContentType.objects.create(app_label="old", model="thing")
    request = IndexRequest.objects.create(content_type=gone, object_id=1)

    assert answer_request(request.pk)

    assert not IndexRequest.objects.exists()


# The sweep


@pytest.mark.django_db
def test_the_sweep_finds_what_a_lost_message_left_behind():
    IndexRequest.objects.all().delete()
    solution = make_solution(published=True)
    IndexRequest.objects.all().delete()
    Document.objects.all().delete()
    services.refresh(solution)

    assert index_waiting() == 1

    assert kinds()["solution"] == 1
    assert index_waiting() == 0


@pytest.mark.django_db
def test_one_that_fails_keeps_none_of_the_others(caplog):
    bad = make_solution(published=True)
    good = make_solution(published=True, title="Good")
    IndexRequest.objects.all().delete()
    Document.objects.all().delete()
    Solution.objects.filter(pk=bad.pk).update(start_date="long ago")
    failing = services.refresh(bad)
    services.refresh(good)

    assert index_waiting() == 1

    assert Document.objects.get(kind="solution").title == "Good"
    assert list(IndexRequest.objects.all()) == [failing]
    assert f"Index request {failing.pk} fails and stays" in caplog.text


# The whole index


@pytest.mark.django_db
def test_a_rebuild_writes_what_is_missing_and_drops_what_is_gone():
    kept, gone, strange = (make_solution(published=True) for _ in range(3))
    stale = Document.objects.get(object_id=gone.pk, kind="solution")
    moderation.withdraw(gone, by=gone.author, note="Wrong.")
    stale.pk = None
    stale.save()
    Document.objects.filter(object_id=kept.pk, kind="solution").delete()
    unknown = ContentType.objects.get_for_model(IndexRequest)
    Document.objects.filter(object_id=strange.pk, kind="solution").update(content_type=unknown)

    written = services.rebuild()

    assert written == 5  # two solutions and three organizations
    assert set(Document.objects.filter(kind="solution").values_list("object_id", flat=True)) == {kept.pk, strange.pk}
    assert not Document.objects.filter(content_type=unknown).exists()


@pytest.mark.django_db
def test_a_rebuild_changes_nothing_of_a_right_index():
    make_solution(published=True)
    before = list(Document.objects.order_by("pk").values())

    services.rebuild()

    assert list(Document.objects.order_by("pk").values()) == before


# At the same time, with committed rows and connections of their own


class Threads:
    """Runs steps in threads; each closes its connection."""

    def __init__(self) -> None:
        self.running: list[threading.Thread] = []
        self.errors: list[BaseException] = []

    def start(self, step: Callable[[], object]) -> None:
        def run() -> None:
            try:
                step()
            except BaseException as error:
                self.errors.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        self.running.append(thread)

    def finish(self) -> None:
        for thread in self.running:
            thread.join(20)
        assert self.errors == []


@pytest.fixture
def threads(committed_db) -> Threads:
    return Threads()


def test_two_workers_answer_a_request_once(threads):
    solution = make_solution(published=True)
    request = services.refresh(solution)
    answers: list[bool] = []
    for _ in range(2):
        threads.start(lambda: answers.append(answer_request(request.pk)))

    threads.finish()

    assert sorted(answers) == [False, True]
    assert kinds()["solution"] == 1


def test_a_worker_waits_for_a_withdrawal_under_way(threads):
    solution = make_solution(published=True)
    request = services.refresh(solution)

    with transaction.atomic():
        moderation.withdraw(solution, by=solution.author, note="Wrong.")
        threads.start(lambda: answer_request(request.pk))
        threads.running[0].join(0.5)
        waits = threads.running[0].is_alive()
    threads.finish()

    assert waits
    assert kinds()["solution"] == 0


def test_a_withdrawal_waits_for_an_entry_being_written(threads):
    solution = make_solution(published=True)

    with transaction.atomic():
        index_items(get_adapter(Solution), [solution.pk])
        threads.start(lambda: moderation.withdraw(solution, by=solution.author, note="Wrong."))
        threads.running[0].join(0.5)
        waits = threads.running[0].is_alive()
    threads.finish()

    assert waits
    assert kinds()["solution"] == 0


def test_of_two_requests_for_one_item_the_later_state_stays(threads):
    solution = make_solution(published=True, title="First")
    first = services.refresh(solution)

    with transaction.atomic():
        Solution.objects.select_for_update().get(pk=solution.pk)
        threads.start(lambda: answer_request(first.pk))
        Solution.objects.filter(pk=solution.pk).update(title="Second")
    second = services.refresh(solution)
    threads.start(lambda: answer_request(second.pk))
    threads.finish()

    assert Document.objects.get(kind="solution").title == "Second"
    assert not IndexRequest.objects.filter(pk__in=[first.pk, second.pk]).exists()


def test_a_rebuild_loses_nothing_and_brings_nothing_back_while_others_work(threads):
    organization = make_organization(published=True)
    moderator = make_moderator()
    solutions = [make_solution(published=True, organization=organization) for _ in range(6)]
    waiting = [make_solution(organization=organization) for _ in range(3)]

    def publish_and_withdraw() -> None:
        for withdrawn, added in zip(solutions, waiting, strict=False):
            moderation.withdraw(withdrawn, by=withdrawn.author, note="Wrong.")
            moderation.submit(added, by=added.author)
            moderation.claim(added, by=moderator)
            rate(added, by=moderator)
            moderation.publish(added, by=moderator)
            index_waiting()

    threads.start(services.rebuild)
    threads.start(publish_and_withdraw)
    threads.start(services.rebuild)
    threads.finish()
    index_waiting()

    public = {solution.pk for solution in [*solutions[3:], *waiting]}
    assert set(Document.objects.filter(kind="solution").values_list("object_id", flat=True)) == public


def test_the_command_writes_the_index_anew(capsys, db):
    solution = make_solution(published=True)
    Document.objects.all().delete()

    call_command("reindex")

    assert "entries written" in capsys.readouterr().out
    assert Document.objects.filter(title=solution.title).exists()
