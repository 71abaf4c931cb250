"""What a reader of one file cannot see: sizes, inline code, templates that nothing uses, catalogues."""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ["manage.py", "galaxy", "accounts", "partners", "funding", "solutions", "tests"]
COMPLETE_LANGUAGES = ["ar", "fr"]


def python_files() -> list[Path]:
    found = [path for name in CODE for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_of_code_is_longer_than_400_lines():
    lengths = {
        relative(path): sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        for path in python_files()
    }

    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno >= 50
    ]

    assert long == []


def test_no_template_is_longer_than_120_lines():
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates()}

    assert {name: length for name, length in lengths.items() if length > 120} == {}


def test_no_template_has_inline_style_or_script():
    pattern = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=["']|javascript:""", re.I)
    inline = [
        f"{relative(path)}: {match.group()}"
        for path in templates()
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
        if 'type="application/ld+json"' not in path.read_text(encoding="utf-8")[match.start() : match.start() + 80]
    ]

    assert inline == []


def test_every_component_says_what_it_expects_and_is_used():
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*templates(), *python_files()]
        if path.parts[-2:] != ("portal", "style.html")
    )
    components = sorted((ROOT / "templates" / "components").glob("*.html"))

    silent = [path.name for path in components if not path.read_text(encoding="utf-8").startswith("{#")]
    unused = [path.name for path in components if f"components/{path.name}" not in texts]

    assert (silent, unused) == ([], [])


def test_style_sheets_use_logical_properties_only():
    physical = re.compile(
        r"(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:|text-align:\s*(left|right)\b|float:\s*(left|right)\b"
    )
    found = [
        f"{relative(path)}: {match.group()}"
        for path in sorted((ROOT / "static" / "css").rglob("*.css"))
        for match in physical.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_colours_are_named_in_the_tokens_only():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    found = [
        f"{relative(path)}: {match.group()}"
        for path in sorted((ROOT / "static" / "css").rglob("*.css"))
        if path.name != "tokens.css"
        for match in colour.finditer(re.sub(r"@media print \{.*", "", path.read_text(encoding="utf-8"), flags=re.S))
    ]

    assert found == []


def test_public_pages_never_start_from_all_rows_of_moderated_content():
    pattern = re.compile(r"\b(Solution|Organization|Channel|Publication)\.objects\.all\(")
    found = [
        relative(path)
        for path in python_files()
        if path.name in {"views.py", "search.py"} or "views" in path.parts
        if pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize("language", COMPLETE_LANGUAGES)
def test_the_catalogue_is_complete(language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))

    assert [entry.msgid for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("language", COMPLETE_LANGUAGES)
def test_translations_keep_the_placeholders(language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")

    broken = [
        entry.msgid
        for entry in catalogue.translated_entries()
        if not entry.msgid_plural and set(placeholder.findall(entry.msgid)) != set(placeholder.findall(entry.msgstr))
    ]

    assert broken == []
