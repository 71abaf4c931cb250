"""Acts that come twice, too early, or from the wrong person."""

import pytest

from galaxy.moderation.services import StepRefused
from partners.models import MembershipRole
from solutions.imports import services
from solutions.imports.models import ImportRow, Stage
from solutions.models import Solution
from tests.factories import make_membership
from tests.solutions.exchange.files import practice
from tests.solutions.imports.bringing import bring, bring_rows, made, make
from tests.solutions.imports.test_document import own_document

pytestmark = pytest.mark.django_db


def rows_of(batch):
    return ImportRow.objects.filter(pk__in=made(batch)).select_related("solution__organization", "batch")


def test_a_second_start_changes_nothing(writer, author):
    batch = make(writer, bring_rows(writer, author, [practice(1)]))

    again = services.start(batch)

    assert again.stage == Stage.DONE
    assert Solution.objects.count() == 1


def test_a_document_without_title_makes_no_draft_and_can_still_be_made(writer, ministry):
    batch = bring(writer, own_document(), "midwives.docx")
    own = str(ministry.pk)

    with pytest.raises(StepRefused, match="A draft needs a title"):
        services.make_from_document(batch, {}, organization=own, title="")
    first = services.make_from_document(batch, {}, organization=own, title="Midwives")
    second = services.make_from_document(batch, {}, organization=own, title="Nurses")

    assert first.solution == second.solution == Solution.objects.get(title="Midwives")


def test_a_colleague_who_may_only_read_is_not_asked(writer, author, ministry):
    reader = make_membership(ministry, role=MembershipRole.VIEWER).user
    batch = make(writer, bring_rows(writer, author, [practice(1)]))

    with pytest.raises(StepRefused, match="may only read"):
        services.assign(rows_of(batch), email=reader.email, by=author)

    assert [row.assignee for row in rows_of(batch)] == [None]


def test_rows_without_a_draft_are_passed_over_when_the_others_are_sent(writer, author):
    batch = bring_rows(writer, author, [practice(1)])

    sent = services.send(batch.rows.all(), by=author)

    assert (sent.done, sent.refused) == ([], [])
