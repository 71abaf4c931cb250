import pytest

from solutions.models import Solution
from tests.factories import in_review, make_moderator, make_organization, make_solution


@pytest.fixture(autouse=True)
def without_second_factor(settings) -> None:
    """The second factor is tested with accounts."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def moderator(db):
    return make_moderator(name="Layla Haddad")


@pytest.fixture
def desk(client, moderator):
    """The browser of a signed-in moderator."""
    client.force_login(moderator)
    return client


@pytest.fixture
def claimed(moderator) -> Solution:
    owner = make_organization(published=True, website="https://water.example.org/")
    return in_review(make_solution(organization=owner, title="Wells with sun power"), by=moderator, rated=False)
