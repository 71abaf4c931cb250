from collections.abc import Iterator

import pytest

from galaxy.freshness import links
from galaxy.freshness.models import Link
from tests.outside import Outside, outside


@pytest.fixture
def server(settings) -> Iterator[Outside]:
    """Somebody else's server, in a network that the portal may ask, at as many addresses as begin with 127."""
    settings.OUTGOING_NETWORKS = ["127.0.0.0/8"]
    with outside("0.0.0.0") as place:
        yield place


@pytest.fixture
def without_second_factor(settings) -> None:
    """The second factor is tested with accounts."""
    settings.REQUIRE_SECOND_FACTOR = False


def link_to(url: str, **fields: object) -> Link:
    links._add([url])
    Link.objects.filter(url=url).update(**fields)
    return Link.objects.get(url=url)


def check(*urls: str) -> list[Link]:
    """As the weekly check would, one after the other; each as it stands afterwards."""
    for url in urls:
        Link.objects.filter(url=url).update(next_check_at="2020-01-01T00:00Z")
    links.check_due(seconds=30, threads=1)
    return [Link.objects.get(url=url) for url in urls]
