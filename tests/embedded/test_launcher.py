import os
import signal
import socket
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from galaxy.embedded import broker
from galaxy.embedded.testing import throwaway
from tests.embedded.running import PARTS, PATIENCE, RunningPortal

LONG = "a folder with spaces and a name so long that no socket could ever be made in it, whatever the system"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    portal = RunningPortal(tmp_path_factory.mktemp("up") / LONG)
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture
def up_again(up: RunningPortal) -> RunningPortal:
    """Running, whatever the test before did to it."""
    if up.process.poll() is None:
        up.wait_until(up.is_whole)
    else:
        up.start()
    return up


def test_second_start_says_where_the_first_one_runs(up_again):
    second = up_again.command("up")

    assert (second.returncode, second.stdout) == (0, f"Galaxy is already running: {up_again.url}/\n")


def test_database_and_broker_open_no_port(up_again):
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    own = {
        os.readlink(f"/proc/{up_again.pid_of(part)}/fd/{fd}")
        for part in ("postgres", "broker")
        for fd in os.listdir(f"/proc/{up_again.pid_of(part)}/fd")
    }

    sockets = {f"socket:[{line.split()[9]}]" for line in listening}

    assert own & sockets == set()


def test_secret_key_is_for_its_owner_alone(up_again):
    key = up_again.data / "secret-key"

    assert (key.stat().st_mode & 0o777, len(key.read_text()) > 50) == (0o600, True)


@pytest.mark.parametrize("part", PARTS)
def test_killed_part_comes_back(up_again, part):
    killed = up_again.pid_of(part)

    os.kill(killed, signal.SIGKILL)

    up_again.wait_until(lambda: up_again.pid_of(part) not in {None, killed}, timeout=20)
    up_again.wait_until(up_again.is_whole, timeout=30)


def test_single_command_uses_the_running_database(up_again):
    shown = up_again.command(
        "shell", "-v0", "-c", "from galaxy.taxonomy.models import Goal; print(Goal.objects.count())"
    )

    assert shown.stdout.strip() == "17", shown.stderr


WRITE = """
from galaxy.notifications.services import send_mail
for number in range(5000):
    send_mail(f"person{number}@example.org", "Subject", "Text")
    print(f"person{number}@example.org", flush=True)
"""


def test_database_killed_at_work_keeps_what_it_promised(up_again):
    writer = up_again.begin(WRITE)
    up_again.wait_until(lambda: len(up_again.mails()) > 5)

    os.kill(up_again.pid_of("postgres"), signal.SIGKILL)
    promised = writer.communicate(timeout=PATIENCE)[0].split()
    up_again.wait_until(lambda: set(promised) <= set(up_again.mails()), timeout=PATIENCE)

    assert 5 < len(promised) < 5000
    assert set(Counter(up_again.mails()).values()) == {1}
    assert up_again.status_of("/en/") == 200


def test_slow_clients_leave_others_served(up_again):
    slow = [socket.create_connection(("127.0.0.1", up_again.port)) for _ in range(200)]
    for connection in slow:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    started = time.monotonic()

    answers = [urllib.request.urlopen(f"{up_again.url}/livez", timeout=5).status for _ in range(20)]

    took = time.monotonic() - started
    for connection in slow:
        connection.close()
    assert (answers, took < 2) == ([200] * 20, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stop_signal_leaves_nothing(up_again, number):
    up_again.signal(number)

    assert up_again.process.wait(30) == 0
    assert up_again.left() == []


def test_killed_supervisor_leaves_nothing(up_again):
    up_again.signal(signal.SIGKILL)

    up_again.process.wait()
    up_again.wait_until(lambda: not up_again.left(), timeout=30)


def test_start_right_after_a_killed_one_waits_for_its_processes(up_again):
    up_again.signal(signal.SIGKILL)

    up_again.process.wait()
    up_again.start()

    assert up_again.is_whole()


def test_single_command_without_a_portal_starts_the_database_and_stops_it(up_again):
    up_again.stop()

    shown = up_again.command(
        "shell", "-v0", "-c", "from galaxy.taxonomy.models import Goal; print(Goal.objects.count())"
    )

    assert shown.stdout.strip() == "17", shown.stderr
    assert up_again.left() == []


def test_servers_of_the_operator_take_the_place_of_ours(tmp_path):
    with throwaway() as own:
        queue = broker.server(own.queue, own.broker_socket, own.logs / "broker.log")
        queue.start()
        portal = RunningPortal(tmp_path, {"DATABASE_URL": own.database_url(), "REDIS_URL": own.broker_url})
        portal.start("--host", "0.0.0.0")
        portal.wait_until(lambda: broker.has_worker(own.broker_socket))

        served = [portal.status_of(path) for path in ("/readyz", "/en/")]
        made = sorted(path.name for path in tmp_path.iterdir())

        portal.stop()
        queue.stop()
    assert served == [200, 200]
    assert {"postgres", "valkey"}.isdisjoint(made)


def test_port_that_is_taken_is_named(tmp_path):
    portal = RunningPortal(tmp_path / "data")
    with socket.create_server(("127.0.0.1", portal.port)):
        refused = portal.command("up", "--port", str(portal.port))

    assert refused.returncode == 1
    assert f"127.0.0.1:{portal.port}" in refused.stderr
    assert "--port" in refused.stderr
