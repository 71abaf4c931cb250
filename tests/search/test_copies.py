"""The measure of possible duplicates, on the texts of the demonstration; larger sets are told of in docs/search.md."""

import json

import pytest
from django.core.management import CommandError, call_command

from galaxy.ml.embedding import get_embedder
from galaxy.portal.demo.records import DATA
from galaxy.search.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    items = json.loads((DATA / "solutions.json").read_text())["items"]
    rows = [
        {
            "_id": each["slug"],
            "title": each["title"],
            "text": f"{each['challenge']} {each['approach']} {each['results']}",
        }
        for each in items
    ]
    path = tmp_path / "docs.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def run(capsys, *arguments, **options):
    call_command("eval_duplicates", *arguments, **options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("mode", ["words", "hybrid"])
def test_copies_are_found_and_different_texts_are_not(file, capsys, mode):
    if mode == "hybrid" and get_embedder() is None:
        with pytest.raises(CommandError, match="no embedder"):
            call_command("eval_duplicates", file)
        return

    told = run(capsys, file, mode=mode)

    assert (told["docs"], told["sample"]) == (67, 67)
    assert told["edited_found"] >= 0.95
    assert told["half_found"] >= 0.95
    assert told["other_false"] <= 0.01
    assert Document.objects.count() == 0


def test_translations_of_the_targets_are_found(capsys):
    if get_embedder() is None:
        with pytest.raises(CommandError, match="no embedder"):
            call_command("eval_duplicates")
        return

    told = run(capsys)

    assert all(told[f"{language}_found"] >= 0.9 for language in ("ar", "es", "fr", "ru", "zh"))
    assert all(told[f"{language}_false"] <= 0.03 for language in ("ar", "es", "fr", "ru", "zh"))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CommandError, match="docs"):
        call_command("eval_duplicates", tmp_path / "docs.jsonl", mode="words")
