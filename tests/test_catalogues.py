"""Every string that the source marks for translation stands in every catalogue. Needs no gettext programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE = ["galaxy", "accounts", "partners", "funding", "solutions"]
LANGUAGES = sorted(path.name for path in (ROOT / "locale").iterdir())
# For each way to mark a string: where its context and its message stand among the arguments.
MARKS: dict[str, tuple[int | None, int]] = {
    "_": (None, 0),
    "gettext": (None, 0),
    "ngettext": (None, 0),
    "pgettext": (0, 1),
    "npgettext": (0, 1),
}
MARK = re.compile(rf"\b(?:{'|'.join(MARKS)})\(")


def marked_in_code(path: Path) -> Iterator[tuple[str | None, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield from message_of(node)


def marked_in_template(path: Path) -> Iterator[tuple[str | None, str]]:
    """Django writes a template's strings as calls of gettext between text that it blanks out."""
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in MARK.finditer(text):
        yield from message_of(call_at(text[match.start() :]))


def call_at(text: str) -> ast.Call:
    """Up to the first closing bracket that makes it whole: a message may have brackets of its own."""
    for bracket in re.finditer(r"\)", text):
        try:
            return ast.parse(text[: bracket.end()], mode="eval").body
        except SyntaxError:
            continue
    raise ValueError(text[:80])


def message_of(call: ast.Call) -> Iterator[tuple[str | None, str]]:
    """Context and message, if the call marks one."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    context, message = MARKS.get(re.sub("_(lazy|noop)$", "", name), (None, None))
    if message is not None and isinstance(call.args[message], ast.Constant):
        yield (None if context is None else call.args[context].value, call.args[message].value)


def code() -> list[Path]:
    return [path for name in CODE for path in sorted((ROOT / name).rglob("*.py"))]


def marked() -> dict[tuple[str | None, str], str]:
    """Each message, and a file that has it."""
    pages = [path for ending in ("html", "txt") for path in sorted((ROOT / "templates").rglob(f"*.{ending}"))]
    found = {message: path for path in code() for message in marked_in_code(path)}
    found |= {message: path for path in pages for message in marked_in_template(path)}
    return {message: str(path.relative_to(ROOT)) for message, path in found.items()}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% translate "Save (draft)" %}', (None, "Save (draft)")),
        ('{% translate "May" context "month" %}', ("month", "May")),
        ("{% blocktranslate trimmed %}\n  Hello\n  {{ name }}\n{% endblocktranslate %}", (None, "Hello %(name)s")),
        (
            "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            (None, "%(n)s day"),
        ),
        ('{% include "a.html" with label=_("Goals") only %}', (None, "Goals")),
    ],
)
def test_marked_strings_of_a_template_are_found(source, message, tmp_path):
    (tmp_path / "page.html").write_text(source)

    assert list(marked_in_template(tmp_path / "page.html")) == [message]


def test_marked_strings_of_code_are_found(tmp_path):
    (tmp_path / "code.py").write_text(
        '_("One " "two"); gettext_lazy("Three"); ngettext("a day", "days", n); pgettext("verb", "Post"); print("no")'
    )

    assert list(marked_in_code(tmp_path / "code.py")) == [
        (None, "One two"),
        (None, "Three"),
        (None, "a day"),
        ("verb", "Post"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_every_string_of_the_source(language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}

    missing = sorted(
        f"{path}: {message}" for (context, message), path in marked().items() if (context, message) not in known
    )

    assert not missing, "\n".join(missing)


def test_no_string_is_marked_inside_an_f_string():
    """xgettext does not look there, so that `makemessages` would leave it out."""
    inside = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in code()
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and list(message_of(call))
    ]

    assert inside == []
