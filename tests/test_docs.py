"""The docs name what there is, and only that."""

import re
from pathlib import Path

from django.core.management import get_commands

import galaxy.settings  # noqa: F401  reading it fills the table of variables
from galaxy.env import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
OURS = ("galaxy.", "accounts", "partners", "funding", "solutions")


def test_every_environment_variable_is_documented_with_its_name():
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", text, re.M))

    assert documented >= set(VARIABLES)


def test_no_environment_variable_is_documented_that_nothing_reads():
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [ROOT / "manage.py", *(ROOT / "galaxy").rglob("*.py"), ROOT / "docker-compose.yml"]
    )

    unread = [name for name in re.findall(r"^\| `([A-Z_]+)`", text, re.M) if name not in code]

    assert unread == []


def test_every_command_of_ours_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    commands = [name for name, app in get_commands().items() if app.startswith(OURS)]

    assert [name for name in sorted(commands) if f"manage.py {name}" not in text] == []


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]

    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers)


def test_links_between_documents_lead_somewhere():
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{path.name}: {target}"
        for path in documents
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]

    assert broken == []


def test_every_test_that_the_page_of_security_names_exists():
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = re.findall(r"def (test_\w+)\(", code)

    assert [name for name in sorted(set(named)) if name not in there] == []


def test_the_page_of_security_has_a_line_for_each_case():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    cells = [cell.strip() for cell in re.findall(r"^\| ([\d, –]+) \|", text, re.M)]

    numbers = [number for cell in cells for part in cell.split(", ") for number in span(part)]
    assert sorted(numbers) == list(range(1, 93))


def span(text: str) -> range:
    first, _dash, last = text.partition("–")
    return range(int(first), int(last or first) + 1)
