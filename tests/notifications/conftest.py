import pytest

from tests.notifications.mail_server import Server


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.notifications.mail_server.Server"
    Server.fault, Server.taken, Server.tries, Server.busy, Server.waiting = None, [], [], None, None
    return Server
