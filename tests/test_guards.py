"""What a run says where a browser is missing, seen in a small run of pytest of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = """
from pathlib import Path

import pytest

from tests import guards

guards.CHROMIUM = Path("/nowhere/chromium")


@pytest.fixture
def browser():
    raise AssertionError("asked for")
"""
TESTS = """
def test_page(browser):
    pass


def test_sum():
    assert 1 + 1 == 2
"""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(RULES)
    (folder / "test_small.py").write_text(TESTS)
    plain = [part for name in ("django", "playwright", "randomly") for part in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-p", "tests.guards", *plain, "-c", os.devnull, "--rootdir", str(folder)]
    kept = {name: value for name, value in os.environ.items() if name != "GALAXY_REQUIRE_BROWSER"}
    variables = {**kept, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([*command, str(folder)], env=variables, cwd=ROOT, capture_output=True, text=True)


def test_without_a_browser_its_tests_are_skipped_with_a_line_that_says_how_to_get_it(tmp_path):
    done = run(tmp_path)

    told, summary = done.stdout.splitlines()[-2:]
    assert done.returncode == 0
    assert told == "Browser tests skipped: 1; no Chromium here: apt-get install chromium fonts-noto-core fonts-noto-cjk"
    assert "1 passed, 1 skipped" in summary


def test_where_a_browser_is_required_its_lack_ends_the_run(tmp_path):
    done = run(tmp_path, GALAXY_REQUIRE_BROWSER="1")

    assert done.returncode == 1
    assert "Browser tests must run here. no Chromium here: apt-get install chromium" in done.stdout + done.stderr
    assert "passed" not in done.stdout
