"""Each step: who may, when, and what else it does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from galaxy.moderation import services
from galaxy.moderation.log import decisions_of
from galaxy.moderation.models import Decision, Status, Step
from galaxy.moderation.services import Incomplete, StepRefused
from galaxy.moderation.tasks import publish_due
from galaxy.notifications.models import Mail, Notification
from galaxy.search.models import Document
from galaxy.taxonomy.models import Region
from solutions.models import Solution
from tests.factories import (
    in_review,
    make_administrator,
    make_membership,
    make_moderator,
    make_organization,
    make_solution,
    make_user,
)

pytestmark = pytest.mark.django_db


def pending_change(solution, **fields):
    revision = services.start_revision(solution, by=solution.author)
    for name, value in fields.items():
        setattr(revision, name, value)
    revision.save()
    return revision


def steps_of(item):
    return [decision.step for decision in decisions_of(item)]


def told():
    return [notification.kind for notification in Notification.objects.order_by("pk")]


def test_a_submission_is_logged_and_confirmed():
    solution = make_solution()
    Mail.objects.all().delete()

    services.submit(solution, by=solution.author)

    solution.refresh_from_db()
    assert (solution.status, steps_of(solution)) == (Status.SUBMITTED, [Step.SUBMIT])
    assert Mail.objects.get().subject == f"We have received “{solution.title}”"


def test_what_is_missing_is_named_and_nothing_moves():
    solution = make_solution(results="")

    with pytest.raises(Incomplete) as refused:
        services.submit(solution, by=solution.author)

    solution.refresh_from_db()
    assert list(refused.value.missing) == ["results"]
    assert solution.status == Status.DRAFT


def test_an_imported_record_may_lack_what_its_source_lacks():
    solution = make_solution(results="", source_system="demo")

    services.submit(solution, by=solution.author)

    solution.refresh_from_db()
    assert solution.status == Status.SUBMITTED


def test_an_author_takes_a_submission_back(moderator):
    solution = make_solution()
    services.submit(solution, by=solution.author)

    services.recall(solution, by=solution.author)

    solution.refresh_from_db()
    assert solution.status == Status.DRAFT


def test_a_member_may_not_decide():
    solution = make_solution()
    services.submit(solution, by=solution.author)

    with pytest.raises(StepRefused, match="Only moderators decide"):
        services.claim(solution, by=make_user())


def test_a_moderator_of_the_owner_may_not_decide(moderator):
    solution = make_solution()
    make_membership(solution.organization, moderator, role="viewer")
    services.submit(solution, by=solution.author)

    with pytest.raises(StepRefused, match="You belong to the owner"):
        services.claim(solution, by=moderator)


def test_an_author_who_is_a_moderator_may_not_approve_the_own_record(moderator):
    solution = make_solution(author=moderator)
    services.submit(solution, by=moderator)

    with pytest.raises(StepRefused, match="You belong to the owner"):
        services.claim(solution, by=moderator)


def test_a_regional_moderator_decides_in_the_own_region_only():
    arab = make_moderator()
    arab.regions.set(Region.objects.filter(code="arab-states"))
    here, elsewhere = make_solution(gives=["EGY"]), make_solution(gives=["KEN"], receives=["UGA"])
    for solution in (here, elsewhere):
        services.submit(solution, by=solution.author)

    services.claim(here, by=arab)
    with pytest.raises(StepRefused, match="another region"):
        services.claim(elsewhere, by=arab)

    here.refresh_from_db()
    assert here.claimed_by == arab


def test_only_who_has_claimed_decides(moderator):
    solution = in_review(make_solution(), by=moderator)

    with pytest.raises(StepRefused, match=f"{moderator} has claimed this record"):
        services.reject(solution, by=make_moderator(), note="No.")


def test_a_decision_needs_a_claim(moderator):
    solution = make_solution()
    services.submit(solution, by=solution.author)

    with pytest.raises(StepRefused, match="Claim it first"):
        services.request_changes(solution, by=moderator, note="More figures.")


def test_an_administrator_puts_back_what_another_has_claimed(moderator):
    solution = in_review(make_solution(), by=moderator)

    with pytest.raises(StepRefused, match="has claimed"):
        services.release(solution, by=make_moderator())
    services.release(solution, by=make_administrator())

    solution.refresh_from_db()
    assert (solution.status, solution.claimed_by) == (Status.SUBMITTED, None)


def test_a_decision_needs_a_reason(moderator):
    solution = in_review(make_solution(), by=moderator)

    with pytest.raises(StepRefused, match="Write the reason"):
        services.reject(solution, by=moderator, note="  ")


def test_remarks_go_out_with_the_request_and_internal_ones_never(moderator):
    solution = in_review(make_solution(), by=moderator)
    services.add_remark(solution, by=moderator, field="results", text="One figure, please.")
    services.add_remark(solution, by=moderator, field="approach", text="Smells of copying.", internal=True)
    Mail.objects.all().delete()

    services.request_changes(solution, by=moderator, note="Nearly there.")

    mail = Mail.objects.get()
    assert [remark.text for remark in services.open_remarks(solution)] == ["One figure, please."]
    assert "- Results: One figure, please." in mail.body
    assert "Nearly there." in mail.body
    assert "?field=results" in mail.body
    assert not any("copying" in text for text in [mail.body, *Notification.objects.values_list("body", flat=True)])


def test_a_request_without_remarks_leads_to_the_status_page(moderator):
    solution = in_review(make_solution(), by=moderator)
    Mail.objects.all().delete()

    services.request_changes(solution, by=moderator, note="Shorter, please.")

    assert Mail.objects.get().body.endswith(solution.get_status_url())


def test_remarks_are_answered_by_the_next_version(moderator):
    solution = in_review(make_solution(), by=moderator)
    services.add_remark(solution, by=moderator, field="results", text="One figure, please.")
    services.request_changes(solution, by=moderator, note="Nearly there.")

    services.submit(solution, by=solution.author)

    assert services.open_remarks(solution) == []
    assert [remark.resolved_at is None for remark in services.remarks_of(solution)] == [False]


def test_a_remark_is_removed_until_the_author_has_it(moderator):
    solution = in_review(make_solution(), by=moderator)
    unsent = services.add_remark(solution, by=moderator, field="", text="Mine.")
    sent = services.add_remark(solution, by=moderator, field="results", text="One figure, please.")
    services.remove_remark(unsent, item=solution, by=moderator)
    services.request_changes(solution, by=moderator, note="Nearly there.")
    services.submit(solution, by=solution.author)
    services.claim(solution, by=moderator)

    with pytest.raises(StepRefused, match="has read this remark"):
        services.remove_remark(sent, item=solution, by=moderator)

    assert [remark.text for remark in services.remarks_of(solution)] == ["One figure, please."]


def test_what_is_approved_for_a_time_is_published_by_the_clock(moderator):
    due, later, whenever = (in_review(make_solution(), by=moderator) for _ in range(3))
    services.approve(due, by=moderator, note="Fine.", publish_at=timezone.now() + timedelta(minutes=5))
    services.approve(later, by=moderator, publish_at=timezone.now() + timedelta(days=1))
    services.approve(whenever, by=moderator)
    Solution.objects.filter(pk=due.pk).update(publish_at=timezone.now() - timedelta(seconds=1))

    published = publish_due()

    assert published == 1
    assert Solution.objects.get(pk=due.pk).is_published
    assert decisions_of(due).last().by == moderator
    assert publish_due() == 0


def test_the_clock_does_not_publish_what_moved_meanwhile(moderator):
    solution = in_review(make_solution(), by=moderator)
    services.approve(solution, by=moderator, publish_at=timezone.now() - timedelta(seconds=1))
    stale = Solution.objects.get(pk=solution.pk)
    services.withdraw(solution, by=solution.author, note="Not yet.")

    assert services.publish_if_due(stale) is False


def test_approval_is_told_with_its_time(moderator):
    solution = in_review(make_solution(), by=moderator)
    Mail.objects.all().delete()

    services.approve(solution, by=moderator, publish_at=timezone.now() + timedelta(days=1))

    assert Mail.objects.get().subject == f"“{solution.title}” is approved"
    assert "by itself on" in Mail.objects.get().body


def test_a_second_publication_is_told_who_was_first(moderator):
    solution = in_review(make_solution(), by=moderator)
    services.publish(solution, by=moderator)

    with pytest.raises(StepRefused, match=f"{moderator} was first: this is “Published” now"):
        services.publish(solution, by=make_moderator())
    with pytest.raises(StepRefused, match="This is not possible now"):
        services.publish(solution, by=moderator)


def test_authors_do_not_learn_who_reviewed(moderator):
    solution = in_review(make_solution(), by=moderator)

    with pytest.raises(StepRefused) as refused:
        services.recall(solution, by=solution.author)

    assert moderator.name not in str(refused.value)


def test_a_change_is_applied_to_the_public_record(moderator):
    solution = make_solution(published=True, title="Seed banks")
    revision = pending_change(solution, title="Seed banks of three villages")
    in_review(revision, by=moderator)

    public = services.publish(revision, by=moderator)

    revision.refresh_from_db()
    assert (public.pk, public.title, public.version) == (solution.pk, "Seed banks of three villages", 2)
    assert revision.status == Status.APPLIED
    assert steps_of(public)[-1] == Step.PUBLISH


def test_a_change_that_was_applied_is_not_applied_again(moderator):
    solution = make_solution(published=True)
    revision = in_review(pending_change(solution), by=moderator)
    services.publish(revision, by=moderator)

    with pytest.raises(StepRefused, match="This is not possible now"):
        services.publish(revision, by=moderator)


def test_a_change_is_started_once(moderator):
    solution = make_solution(published=True)

    first = services.start_revision(solution, by=solution.author)
    second = services.start_revision(solution, by=solution.author)

    assert first.pk == second.pk
    assert [link.country_id for link in first.country_links.order_by("pk")] == ["KEN", "UGA"]


def test_only_a_public_record_is_changed_by_a_change():
    with pytest.raises(StepRefused, match="Only a public record"):
        services.start_revision(make_solution(), by=make_user())


def test_withdrawal_takes_out_of_search_at_once_and_ends_pending_changes(moderator):
    solution = make_solution(published=True)
    revision = in_review(pending_change(solution), by=moderator)

    services.withdraw(solution, by=solution.author, note="A partner objects.")

    revision.refresh_from_db()
    assert revision.status == Status.WITHDRAWN
    assert not Document.objects.filter(kind="solution").exists()


def test_who_was_reviewing_is_told_of_a_withdrawal(moderator):
    solution = in_review(make_solution(), by=moderator)
    Notification.objects.all().delete()

    services.withdraw(solution, by=solution.author, note="A partner objects.")

    assert list(Notification.objects.values_list("user", "kind")) == [(moderator.pk, "moderation.review_ended")]


def test_a_stranger_does_not_withdraw(moderator):
    solution = make_solution(published=True)

    with pytest.raises(StepRefused, match="Only moderators decide"):
        services.withdraw(solution, by=make_user(), note="Because.")


def test_a_second_moderator_does_not_withdraw_what_is_in_review(moderator):
    solution = in_review(make_solution(), by=moderator)

    with pytest.raises(StepRefused, match="has claimed"):
        services.withdraw(solution, by=make_moderator(), note="Because.")
    services.withdraw(solution, by=make_administrator(), note="Because.")

    solution.refresh_from_db()
    assert solution.status == Status.WITHDRAWN


def test_a_moderator_withdraws_what_is_public(moderator):
    solution = make_solution(published=True)

    services.withdraw(solution, by=moderator, note="Rights of others.")

    assert "Rights of others." in Mail.objects.order_by("-pk")[0].body


def test_a_duplicate_leads_to_the_record_that_stays(moderator):
    original, twin, older = (make_solution(published=True) for _ in range(3))
    services.mark_duplicate(older, by=moderator, of=twin, note="The same.")
    change = pending_change(twin)

    services.mark_duplicate(twin, by=moderator, of=original, note="The same.")

    older.refresh_from_db()
    change.refresh_from_db()
    assert (twin.duplicate_of, older.duplicate_of) == (None, original)
    assert change.status == Status.WITHDRAWN
    assert Document.objects.filter(kind="solution").count() == 1


def test_what_is_in_review_can_be_a_duplicate(moderator):
    original = make_solution(published=True)
    twin = in_review(make_solution(), by=moderator)

    with pytest.raises(StepRefused, match="has claimed"):
        services.mark_duplicate(twin, by=make_moderator(), of=original, note="The same.")
    services.mark_duplicate(twin, by=moderator, of=original, note="The same.")

    twin.refresh_from_db()
    assert twin.duplicate_of == original


def test_a_duplicate_needs_another_public_record(moderator):
    solution, draft = make_solution(published=True), make_solution()

    for other in (solution, draft):
        with pytest.raises(StepRefused, match="Choose another record"):
            services.mark_duplicate(solution, by=moderator, of=other, note="The same.")


def test_a_change_is_no_duplicate(moderator):
    original, solution = make_solution(published=True), make_solution(published=True)
    revision = in_review(pending_change(solution), by=moderator)

    with pytest.raises(StepRefused, match="Mark the record itself"):
        services.mark_duplicate(revision, by=moderator, of=original, note="The same.")


def test_what_was_not_accepted_is_reopened_by_its_people(moderator):
    solution = in_review(make_solution(), by=moderator)
    services.reject(solution, by=moderator, note="No results yet.")

    with pytest.raises(StepRefused, match="Only moderators decide"):
        services.reopen(solution, by=make_user())
    services.reopen(solution, by=solution.author)

    solution.refresh_from_db()
    assert solution.status == Status.DRAFT


def test_a_change_that_ended_is_not_reopened(moderator):
    revision = in_review(pending_change(make_solution(published=True)), by=moderator)
    services.reject(revision, by=moderator, note="No.")

    with pytest.raises(StepRefused, match="Start a new one"):
        services.reopen(revision, by=revision.author)


def test_many_are_published_and_those_that_cannot_are_named(moderator):
    ready = [in_review(make_solution(), by=moderator) for _ in range(2)]
    withdrawn = in_review(make_solution(), by=moderator)
    services.withdraw(withdrawn, by=withdrawn.author, note="Not now.")

    outcome = services.publish_many([*ready, withdrawn], by=moderator)

    assert [item.pk for item in outcome.done] == [item.pk for item in ready]
    assert [item for item, _reason in outcome.refused] == [withdrawn]


def test_organizations_take_the_same_way(moderator):
    organization = in_review(make_organization(), by=moderator)

    services.publish(organization, by=moderator, note="Welcome.")

    organization.refresh_from_db()
    assert organization.is_published


@pytest.mark.parametrize("start", ["draft", "rejected"])
def test_the_database_refuses_what_is_no_step(start, moderator):
    solution = make_solution()
    if start == "rejected":
        in_review(solution, by=moderator)
        services.reject(solution, by=moderator, note="No.")

    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Solution.objects.filter(pk=solution.pk).update(status="published", published_at=timezone.now())
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE solutions_solution SET status = 'published', published_at = now()")

    solution.refresh_from_db()
    assert solution.status == start


def test_nothing_begins_as_anything_but_a_draft():
    with pytest.raises(DatabaseError, match="Cannot insert"):
        make_solution(status="published", published_at=timezone.now())


def test_decisions_are_neither_changed_nor_removed():
    make_solution(published=True)
    attempts = [
        "UPDATE moderation_decision SET note = 'x'",
        "DELETE FROM moderation_decision",
        "TRUNCATE moderation_decision",
    ]

    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)

    assert Decision.objects.filter(note="").exists()


def test_who_has_decided_cannot_be_deleted(moderator):
    in_review(make_solution(), by=moderator)

    with pytest.raises(ProtectedError):
        moderator.delete()


def test_what_is_public_is_not_sent_back(moderator):
    solution = make_solution(published=True)

    with pytest.raises(StepRefused, match="was first: this is “Published” now"):
        services.request_changes(solution, by=moderator, note="Shorter.")
