import pytest

from tests.factories import make_moderator


@pytest.fixture(autouse=True)
def without_second_factor(settings) -> None:
    """The second factor is tested with accounts."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def moderator(db):
    return make_moderator()


@pytest.fixture
def desk(client, moderator):
    """The browser of a signed-in moderator."""
    client.force_login(moderator)
    return client
