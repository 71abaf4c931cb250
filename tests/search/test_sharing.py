import pytest

from galaxy.search import segments
from galaxy.search.models import Document
from galaxy.search.sharing import sharing
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db
WEIGHTS = {"goal:3": 1, "country:KEN": 2, "theme:health": 2}


def titles(**options):
    keys = sharing(WEIGHTS, **{"kind": "solution", "least": 2, "most": 3, **options})
    found = Document.objects.in_bulk(keys)
    return [found[key].title for key in keys]


def test_what_shares_most_comes_first_and_of_equals_the_newest():
    make_entry("One", "country:KEN")
    make_entry("Both", "country:KEN", "theme:health")
    segments.fold()
    make_entry("Other", "theme:health")
    make_entry("Little", "goal:3")

    assert titles() == ["Both", "Other", "One"]
    assert titles(most=2) == ["Both", "Other"]
    assert titles(least=3) == ["Both"]
    assert titles(kind="channel") == []


def test_what_is_gone_or_changed_since_it_was_packed_does_not_count():
    gone, changed = make_entry("Gone", "country:KEN"), make_entry("Changed", "country:KEN")
    segments.fold()
    keys = [gone.pk, changed.pk]
    gone.delete()
    changed.facets = ["kind:solution", "country:UGA"]
    changed.save()
    segments.note_changes(keys)

    assert titles() == []
