"""No container engine is needed here: what the files say is compared with what the code knows."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from galaxy import env
from galaxy.embedded import health, postgres
from galaxy.embedded.layout import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


def test_the_services_are_those_of_up():
    assert set(SERVICES) == {"db", "redis", "migrate", "web", "worker", "beat"}


def test_variables_of_the_portal_are_those_that_it_reads():
    assert settings.configured
    named = {name for service in ("migrate", "web", "worker", "beat") for name in SERVICES[service]["environment"]}

    assert named - set(env.VARIABLES) == set()


def test_database_sorts_as_the_embedded_one():
    assert SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"].split() == postgres.LOCALE


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_a_health_check_and_no_root(name):
    service = SERVICES[name]
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert service["healthcheck"]
    assert "user" in service or re.search(r"^USER [1-9]\d*$", dockerfile, re.MULTILINE)
    assert "container_name" not in service


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_service_waits_for_database_broker_and_migrations(name):
    assert {other: wait["condition"] for other, wait in SERVICES[name]["depends_on"].items()} == {
        "db": "service_healthy",
        "redis": "service_healthy",
        "migrate": "service_completed_successfully",
    }


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_service_starts_by_the_command_of_the_launcher(name):
    assert SERVICES[name]["command"] == ["python", "-m", "galaxy.embedded.commands", name]
    assert SERVICES[name]["healthcheck"]["test"] == ["CMD", "python", "-m", "galaxy.embedded.health", name]


def test_image_knows_what_is_not_sent_to_it():
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {".git", ".venv", "var"} <= set(ignored)


def test_beat_is_healthy_while_it_saves_its_timetable(tmp_path: Path):
    schedule = tmp_path / "schedule"

    assert not health.beat(schedule)
    schedule.write_text("")
    assert health.beat(schedule)


def test_web_that_does_not_answer_is_not_healthy(monkeypatch):
    monkeypatch.setenv("PORT", "1")

    with pytest.raises(OSError, match="refused"):
        health.web()


def test_containers_commands_answer_their_health_checks(portal, monkeypatch):
    monkeypatch.setenv("PORT", str(portal.port))
    started = time.monotonic()

    asked = subprocess.run([sys.executable, "-m", "galaxy.embedded.health", "worker"], cwd=ROOT, capture_output=True)

    assert health.web()
    assert (asked.returncode, time.monotonic() - started < 20) == (0, True), asked.stderr
