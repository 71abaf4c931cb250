import gettext
import os
from pathlib import Path

from galaxy.embedded.catalogues import compile_catalogues

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Search"
msgstr "{word}"
"""


def catalogue(root: Path, word: str) -> Path:
    folder = root / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.po").write_text(PO.format(word=word))
    return folder / "django.po"


def test_translation_is_compiled_once_and_again_when_it_changed(tmp_path: Path):
    source = catalogue(tmp_path, "Chercher")

    first, second = compile_catalogues(tmp_path), compile_catalogues(tmp_path)
    catalogue(tmp_path, "Rechercher")
    os.utime(source, (2**31, 2**31))
    third = compile_catalogues(tmp_path)

    assert (first, second, third) == ([source.with_suffix(".mo")], [], [source.with_suffix(".mo")])
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Search") == "Rechercher"
