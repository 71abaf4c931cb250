from pathlib import Path

import pytest

from galaxy.embedded import environment
from galaxy.embedded.layout import Layout, private_folder, runtime_folder


@pytest.fixture
def place(tmp_path: Path) -> Layout:
    return Layout(tmp_path, tmp_path / "so ckets")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:80"),
        ("0.0.0.0", "http://localhost:80"),
        ("10.1.2.3", "http://10.1.2.3:80"),
        ("::1", "http://localhost:80"),
        ("fd00::7", "http://[fd00::7]:80"),
    ],
)
def test_address_is_one_that_a_browser_can_open(host, address):
    assert environment.address(host, 80) == address


@pytest.mark.parametrize(("host", "name"), [("10.1.2.3", "10.1.2.3"), ("fd00::7", "[fd00::7]")])
def test_portal_answers_to_the_names_of_the_host_it_listens_on(host, name):
    names = list(environment.host_names(host))

    assert names == ["localhost", "127.0.0.1", "[::1]", name]


def test_portal_that_listens_everywhere_answers_to_the_names_of_the_machine():
    assert environment.own_address() in environment.host_names("0.0.0.0")


def test_servers_that_the_operator_names_replace_ours(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/galaxy")
    monkeypatch.delenv("REDIS_URL")

    assert environment.servers(place) == {
        "DATABASE_URL": "postgresql://elsewhere/galaxy",
        "REDIS_URL": f"unix://{str(place.sockets).replace(' ', '%20')}/valkey.sock",
    }


def test_what_the_operator_sets_is_kept(place, monkeypatch):
    monkeypatch.setenv("GALAXY_REQUIRE_SECOND_FACTOR", "1")
    monkeypatch.setenv("GALAXY_BASE_URL", "https://galaxy.example")

    variables = environment.portal(place, "127.0.0.1", 8000)

    assert variables["GALAXY_REQUIRE_SECOND_FACTOR"] == "1"
    assert variables["GALAXY_BASE_URL"] == "https://galaxy.example"


def test_secret_key_is_made_once(tmp_path: Path):
    first, second = (environment.secret_key(tmp_path / "key") for _ in range(2))

    assert first == second


def test_folder_that_others_can_enter_is_refused():
    folder = runtime_folder() / "galaxy-test-open"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)

    with pytest.raises(PermissionError, match="only you can enter"):
        private_folder("galaxy-test-open")

    folder.rmdir()
