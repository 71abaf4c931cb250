import pytest
from django.test import RequestFactory

from galaxy.core.http import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "expected"),
    [
        (0, "", "198.51.100.7", "198.51.100.7"),
        (0, "203.0.113.1", "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (1, "1.2.3.4, 203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (2, "1.2.3.4, 203.0.113.1, 10.0.0.2", "10.0.0.1", "203.0.113.1"),
        (2, "203.0.113.1", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "0.0.0.0"),
        (1, "not an address", "10.0.0.1", "0.0.0.0"),
        (0, "", "", "0.0.0.0"),
        (0, "", "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_the_address_of_a_client_is_taken_from_where_it_can_be_trusted(settings, proxies, forwarded, peer, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": forwarded})

    assert client_address(request) == expected
