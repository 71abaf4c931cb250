"""What an item says, and how it differs from what is public."""

import pytest

from galaxy.moderation import services
from galaxy.moderation.comparison import MOST_TOKENS, marked, parts
from solutions.models import CountryRole
from tests.factories import make_solution

pytestmark = pytest.mark.django_db


def part(item, name):
    return next(part for part in parts(item) if part.name == name)


@pytest.mark.parametrize(
    ("before", "after", "was", "becomes"),
    [
        ("three wells", "four wells", "<del>three</del> wells", "<ins>four</ins> wells"),
        ("wells", "wells work", "wells", "wells<ins> work</ins>"),
        ("<b>", "<i>", "&lt;<del>b</del>&gt;", "&lt;<ins>i</ins>&gt;"),
        ("水井", "水泵", "水<del>井</del>", "水<ins>泵</ins>"),
        ("", "", "", ""),
    ],
)
def test_words_that_differ_are_marked_and_escaped(before, after, was, becomes):
    assert (marked([before], [after], "del"), marked([before], [after], "ins")) == (was, becomes)


def test_very_long_texts_are_compared_by_line():
    same = "word " * MOST_TOKENS

    text = marked([same, "old line"], [same, "new line"], "ins")

    assert text.endswith("\n<ins>new line</ins>")


def test_a_new_item_is_told_without_comparison():
    solution = make_solution(scope="national", consent_confirmed=True, beneficiary_groups=["women", "youth"])

    assert part(solution, "scope").after == ["National"]
    assert part(solution, "consent_confirmed").after == ["Yes"]
    assert part(solution, "beneficiary_groups").after == ["Women", "Youth"]
    assert part(solution, "country_links").after == ["Kenya, Gives", "Uganda, Receives"]
    assert part(solution, "tagline").is_empty
    assert not any(found.is_changed for found in parts(solution))


def test_related_rows_are_compared():
    solution = make_solution(published=True, themes=["health"])
    revision = services.start_revision(solution, by=solution.author)
    revision.country_links.create(country_id="EGY", role=CountryRole.BENEFICIARY)
    revision.goals.clear()

    changed = {found.name: (found.was, found.becomes) for found in parts(revision) if found.is_changed}

    assert changed == {
        "country_links": (
            "Kenya, Gives\nUganda, Receives",
            "Kenya, Gives\nUganda, Receives<ins>\nEgypt, Receives</ins>",
        ),
        "goals": ("<del>3. Good health and well-being</del>", ""),
    }


def test_labels_are_those_that_people_read():
    labels = {found.name: found.label for found in parts(make_solution())}

    assert labels["country_links"] == "Countries"
    assert labels["practice_url"] == "Address of the original"
