"""Acts that come twice, too early, or from the wrong person."""

from decimal import Decimal

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


def test_figures_blocks_and_numbers_elsewhere_come_in_with_their_row(writer, author):
    rows = {
        "metrics.1.indicator": "Clinics",
        "metrics.1.value": "1058,5",
        "metrics.1.year": "2023",
        "building_blocks.1.title": "Training in pairs",
        "building_blocks.1.type": "Finance",
        "building_blocks.1.description": "Each clinic sends two.",
        "external_ids.1.system": "PANORAMA",
        "external_ids.1.identifier": "1423",
        "tags": "newborns; task shifting",
        "resources.1.url": "https://health.example.org/report",
        "resources.1.licence": "Attribution (CC BY)",
    }

    make(writer, bring_rows(writer, author, [practice(1, **rows)]))

    draft = Solution.objects.get()
    assert draft.metrics.values_list("indicator", "value", "year").get() == ("Clinics", Decimal("1058.5"), 2023)
    assert draft.building_blocks.values_list("title", "type").get() == ("Training in pairs", "finance")
    assert [str(row) for row in draft.external_ids.all()] == ["PANORAMA 1423"]
    assert (draft.tags, draft.resources.get().licence) == (["newborns", "task shifting"], "cc_by")


def test_what_is_wrong_in_a_figure_or_block_is_told_by_its_column(writer, author):
    row = practice(1, **{"metrics.2.indicator": "Clinics", "metrics.2.value": "many", "building_blocks.1.title": "A"})

    batch = bring_rows(writer, author, [row])

    assert [problem["key"] for problem in batch.rows.get().problems] == [
        "metrics.2.value",
        "building_blocks.1.description",
    ]
