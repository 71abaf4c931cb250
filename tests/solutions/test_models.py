import pytest
from django.contrib.auth.models import AnonymousUser

from solutions.models import Resource, Solution, SolutionCountry, SolutionOrganization
from tests.factories import make_solution, make_user

pytestmark = pytest.mark.django_db


def test_visitors_see_public_ones_and_its_people_their_own(author, ministry):
    public, own = make_solution(published=True), make_solution(organization=ministry, author=author)
    make_solution()

    visible = [set(Solution.objects.visible_to(user)) for user in (AnonymousUser(), make_user(), author)]

    assert visible == [{public}, {public}, {public, own}]


@pytest.mark.parametrize(
    ("start", "end", "status", "period"),
    [
        ("2019-05", "2021", "completed", "2019–2021"),
        ("2019-05", "", "ongoing", "2019–"),
        ("2019", "", "completed", "2019"),
        ("2019-01", "2019-12", "completed", "2019"),
        ("", "", "unknown", ""),
    ],
)
def test_the_period_is_told_in_years(start, end, status, period):
    assert Solution(start_date=start, end_date=end, project_status=status).period == period


def test_rows_name_themselves():
    rows = (
        SolutionCountry(country_id="KEN", role="provider"),
        SolutionOrganization(name="Fund", role="funder"),
        Resource(label="Report"),
    )

    assert [str(row) for row in rows] == ["KEN provider", "Fund funder", "Report"]
