"""Segments are another form of the same index: nothing that is asked of it may tell whether they are there."""

import pytest

from galaxy.search import indexing, segments, state, tasks
from galaxy.search.models import Change, Posting, Segment
from galaxy.search.packing import lexemes
from tests.search.entries import make_entry, search, titles

pytestmark = pytest.mark.django_db


def test_folding_and_merging_change_no_answer():
    for number in range(6):
        make_entry(f"School {number}", "goal:4")
    before = titles("q=school")
    segments.fold()
    folded = titles("q=school")
    make_entry("School of the seventh village", "goal:4")
    segments.fold()
    segments.merge()

    assert folded == before
    assert search("q=school").total == search("goal=4").total == 7
    assert (Segment.objects.count(), Change.objects.count()) == (1, 0)


def test_a_later_segment_speaks_for_what_changed():
    document = make_entry("School")
    segments.fold()
    document.title, document.sort_title = "Bees", "bees"
    indexing.write([document])
    segments.fold()

    assert (titles("q=school"), titles("q=bees")) == ([], ["Bees"])


def test_what_is_gone_stays_gone_through_every_segment():
    document = make_entry("School")
    make_entry("Bees")
    segments.fold()
    key = document.pk
    document.delete()
    segments.note_changes([key])
    at_once = titles("q=school")
    segments.fold()
    segments.merge()

    assert (at_once, titles("q=school"), titles("q=bees")) == ([], [], ["Bees"])


def test_many_changes_become_a_segment_by_themselves(monkeypatch):
    monkeypatch.setattr(segments, "FOLD_AT", 3)
    for number in range(5):
        make_entry(f"School {number}")

    tasks.index_waiting()

    assert (Change.objects.count(), Segment.objects.count()) == (0, 1)
    assert search("q=school").total == 5


def test_many_small_segments_become_one(monkeypatch):
    monkeypatch.setattr(segments, "MOST_SEGMENTS", 2)
    for number in range(3):
        make_entry(f"School {number}")
        segments.fold()

    segments.fold_if_due()

    assert Segment.objects.count() == 1
    assert search("q=school").total == 3


def test_rebuilding_writes_everything_anew():
    make_entry("School")
    segments.fold()
    Posting.objects.all().delete()

    segments.rebuild()

    assert titles("q=school") == ["School"]


def test_an_empty_index_has_no_segment():
    segments.rebuild()
    segments.merge()

    assert Segment.objects.count() == 0
    assert search("").total == 0


def test_titles_of_a_segment_are_sorted_with_those_of_changes():
    make_entry("Bees")
    make_entry("Water")
    segments.fold()
    make_entry("Maize")

    assert titles("sort=title") == titles("sort=title") == ["Bees", "Maize", "Water"]


def test_a_process_that_turns_to_another_index_forgets_this_one():
    make_entry("School")
    titles("q=school")

    state.forget()

    assert titles("q=school") == ["School"]


def test_words_of_the_title_count_three_times():
    document = make_entry("School", body="A school")
    (source,) = segments.read_sources([document.pk])

    assert dict(lexemes(source.vector)) == {b"school": 4}


def test_what_came_and_went_before_the_first_segment_leaves_no_trace():
    document = make_entry("School")
    key = document.pk
    document.delete()
    segments.note_changes([key])

    segments.fold()

    assert (Segment.objects.count(), Change.objects.count()) == (0, 0)
