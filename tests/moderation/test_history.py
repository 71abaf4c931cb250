"""The trail that the database keeps."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from galaxy.moderation import services
from galaxy.moderation.history import changes_of
from partners.models import Organization
from solutions.models import CountryRole, Solution, SolutionCountry
from tests.factories import make_channel, make_organization, make_solution

pytestmark = pytest.mark.django_db


def told(item):
    return [(change.label, change.subject, [d.label for d in change.differences]) for change in changes_of(item)]


def test_a_change_is_told_with_what_was_and_what_becomes():
    solution = make_solution(title="Seed banks")
    solution.title = "Seed banks of <three> villages"
    solution.save()

    change = next(change for change in changes_of(solution) if change.label == "Changed")

    assert [tuple(map(str, difference)) for difference in change.differences] == [
        ("title", "Seed banks", "Seed banks<ins> of &lt;three&gt; villages</ins>")
    ]
    assert change.by is None


def test_a_change_past_the_models_is_told_as_well():
    solution = make_solution(kind="policy")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE solutions_solution SET kind = 'platform', beneficiary_groups = '{women,youth}'")

    differences = changes_of(solution)[0].differences
    assert {(d.label, d.was, d.becomes) for d in differences} >= {
        ("kind", "<del>Policy</del>", "<ins>Platform</ins>"),
        ("who benefits", "", "<ins>women, youth</ins>"),
    }


def test_rows_that_belong_to_a_record_are_told_when_they_come_and_go():
    solution = make_solution(gives=["KEN"], receives=["UGA"])
    solution.country_links.get(country="UGA").delete()
    SolutionCountry.objects.create(solution=solution, country_id="EGY", role=CountryRole.BENEFICIARY)

    changes = [
        (change.label, *map(str, change.differences[0]))
        for change in changes_of(solution)
        if change.subject == "country"
    ]

    assert changes == [
        ("Added", "country", "", "<ins>EGY</ins>"),
        ("Removed", "country", "<del>UGA</del>", ""),
        ("Added", "country", "", "<ins>UGA</ins>"),
        ("Added", "country", "", "<ins>KEN</ins>"),
    ]


def test_the_trail_says_who_and_where(client, moderator):
    solution = make_solution()
    services.submit(solution, by=solution.author)
    client.force_login(moderator)
    address = reverse("admin:decide", args=["solution", solution.pk, "claim"])

    client.post(address)

    latest = changes_of(solution)[0]
    assert (latest.by, latest.url) == (moderator, address)


@pytest.mark.parametrize(
    "table", ["solutions_solutionevent", "solutions_solutioncountryevent", "partners_organizationevent"]
)
def test_the_trail_is_neither_changed_nor_removed(table):
    make_solution()

    for attempt in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)


@pytest.mark.parametrize("make", [make_solution, make_organization, make_channel])
def test_the_page_of_the_trail_opens(desk, make):
    item = make()
    type(item).objects.filter(pk=item.pk).update(version=7)

    page = desk.get(reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_history", args=[item.pk]))

    assert f"History of “{item}”" in page.content.decode()


def test_the_trail_takes_the_same_queries_for_any_length(django_assert_num_queries):
    short, long = make_solution(), make_solution()
    for number in range(10):
        Solution.objects.filter(pk=long.pk).update(title=f"Title {number}")

    for solution in (short, long):
        with django_assert_num_queries(7):  # one for each table; nobody is named
            changes_of(solution)


def test_organizations_have_a_trail():
    organization = make_organization()
    Organization.objects.filter(pk=organization.pk).update(name="Ministry of Water")

    assert [label for label, _subject, _names in told(organization)] == ["Changed", "Added"]
