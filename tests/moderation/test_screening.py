"""What a machine can say before a moderator reads."""

import pytest

from galaxy.moderation.comparison import parts
from galaxy.moderation.screening import findings
from solutions.models import Resource
from tests.factories import make_block, make_organization, make_solution

pytestmark = pytest.mark.django_db


def found(item):
    return [(finding.field, finding.tone, finding.text) for finding in findings(item, parts(item))]


def test_a_careful_record_has_no_findings():
    solution = make_solution(results="In 2019–2021, 12 000 people and 3.5 per cent more; see 2023-04-01 to 2024-05-30.")

    assert found(solution) == []


def test_what_is_missing_comes_first():
    solution = make_solution(challenge="", approach="Write to a.b@example.org.")

    assert found(solution) == [
        ("challenge", "bad", "Say which problem it answers."),
        ("approach", "warn", "Personal data? “a.b@example.org” would be public."),
    ]


@pytest.mark.parametrize("number", ["+254 712 345 678", "(020) 7946-0958", "00 221 33 123 45 67"])
def test_telephone_numbers_are_seen(number):
    solution = make_solution(results=f"Ring {number} for more.")

    assert found(solution) == [("results", "warn", f"Personal data? “{number}” would be public.")]


def test_an_address_that_is_repeated_is_told_once_for_each_field():
    solution = make_solution(results="Ask a@example.org. " * 3, approach="a@example.org knows.")

    assert sorted(field for field, _tone, _text in found(solution)) == ["approach", "results"]


def test_addresses_in_building_blocks_are_seen():
    solution = make_solution()
    make_block(solution, lessons="Write to a.b@example.org.")

    assert found(solution) == [("building_blocks", "warn", "Personal data? “a.b@example.org” would be public.")]


def test_thirty_links_are_counted():
    solution = make_solution(results=" ".join(f"https://shop{n}.example.org/buy" for n in range(28)))
    Resource.objects.create(solution=solution, label="More", url="https://more.example.org/")

    assert found(solution) == [("", "warn", "30 links: more than usual. Check that it does not advertise.")]


def test_records_that_may_be_the_same_are_found_with_a_figure():
    first = make_solution(title="Telemedicine in Garissa county", published=True)
    make_solution(title="Fishing boats", published=True)
    twin = make_solution(title="Telemedicine in Garissa County, Kenya")

    alike = twin.look_alikes()

    assert [(each.item.pk, [reason.figure > 0.7 for reason in each.reasons]) for each in alike] == [(first.pk, [True])]


def test_a_change_does_not_look_like_what_it_changes():
    solution = make_solution(title="Telemedicine in Garissa county", published=True)
    revision = make_solution(title="Telemedicine in Garissa county", revision_of=solution)

    assert revision.look_alikes() == []


def test_organizations_of_the_same_name_are_found():
    first = make_organization(name="Ministry of Health of Kenya", published=True)

    alike = make_organization(name="Ministry of Health, Kenya").look_alikes()

    assert [each.item.pk for each in alike] == [first.pk]


FRENCH = "Des comités villageois réparent les pompes et entretiennent les puits du nord aride du pays."


def test_a_text_in_another_language_than_the_record_says_is_told():
    texts = dict.fromkeys(("summary", "challenge", "approach", "results"), FRENCH)
    empty = dict.fromkeys(["replicability_conditions", "lessons_learned"], "")

    wrong, right = make_solution(language="en", **texts, **empty), make_solution(language="fr", **texts, **empty)

    assert [finding for finding in found(wrong) if finding[0] == "language"] == [
        ("language", "warn", "The text seems to be in French; the record says English.")
    ]
    assert [finding for finding in found(right) if finding[0] == "language"] == []


def test_a_few_words_do_not_tell_a_language():
    organization = make_organization(description="Service public.", language="en")

    assert found(organization) == []
