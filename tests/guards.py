"""Rules of the whole suite: which tests need a browser, which come last, and what no test may do."""

import os
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
HOW_TO_GET_IT = "no Chromium here: apt-get install chromium fonts-noto-core fonts-noto-cjk"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        guard_database(item)
        if "browser" in fixtures_of(item):
            item.add_marker(pytest.mark.browser)
            guard_browser(item)
    # The worker of the live portal would do the work that tests of single steps wait for: its tests come last.
    items.sort(key=lambda item: "portal_processes" in fixtures_of(item))


def fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def guard_browser(item: pytest.Item) -> None:
    if CHROMIUM.exists():
        return
    if os.environ.get("GALAXY_REQUIRE_BROWSER") == "1":
        pytest.exit(f"Browser tests must run here. {HOW_TO_GET_IT}", returncode=1)
    item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_IT))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.getreports("skipped") if HOW_TO_GET_IT in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"Browser tests skipped: {len(skipped)}; {HOW_TO_GET_IT}")


def guard_database(item: pytest.Item) -> None:
    """Django's flush after such a test would take the reference data away."""
    marks = item.iter_markers("django_db")
    if "transactional_db" in fixtures_of(item) or any(mark.kwargs.get("transaction") for mark in marks):
        raise pytest.UsageError(f"{item.nodeid}: use the fixture committed_db in place of a transactional database.")
