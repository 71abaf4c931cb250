"""Judged sets: read, indexed apart from the portal's own index, and scored."""

import json

import pytest
from django.core.management import CommandError, call_command

from galaxy.ml.embedding import get_embedder
from galaxy.search import evaluation
from galaxy.search.models import Document, Related, Segment
from tests.search.entries import make_entry, titles

pytestmark = pytest.mark.django_db

DOCUMENTS = [
    {"_id": "a", "title": "Rice", "text": "Farmers of the delta grow rice in salt water."},
    {"_id": "b", "title": "", "text": "Nurses visit mothers in the villages of the hills."},
    {"_id": "c", "title": "", "text": "Solar panels give light to the schools of the island."},
]
QUERIES = [
    {"_id": "1", "text": "rice and salt"},
    {"_id": "2", "text": "light"},
    {"_id": "3", "text": "judged by nobody"},
]
JUDGED = "query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t0\n2\tc\t1\n"


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "docs.jsonl", DOCUMENTS)
    write(tmp_path / "queries.jsonl", QUERIES)
    (tmp_path / "qrels.tsv").write_text(JUDGED)
    return tmp_path


def write(path, rows):
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")


def run(capsys, *arguments, **options):
    call_command("eval_search", *arguments, **options)
    return json.loads(capsys.readouterr().out)


def test_the_set_is_scored_and_the_portal_index_is_left_alone(folder, capsys):
    make_entry("Rice of the portal")

    said = run(capsys, folder, mode="bm25")

    assert (said["queries"], said["docs"], said["ndcg_at_10"], said["recall_at_100"]) == (2, 3, 1.0, 1.0)
    assert said["p50_ms"] <= said["p95_ms"]
    assert titles("q=rice") == ["Rice of the portal"]
    assert (Document.objects.count(), Segment.objects.count()) == (1, 0)


def test_the_set_is_scored_by_meaning_where_there_is_a_model(folder, capsys):
    if get_embedder() is None:
        with pytest.raises(CommandError, match="no embedder"):
            call_command("eval_search", folder)
    else:
        assert run(capsys, folder, lang="en")["recall_at_100"] == 1.0


def test_what_is_close_in_the_set_is_not_kept_for_the_portal(folder, capsys):
    twins = [{"_id": f"a{number}", "title": "Rice", "text": DOCUMENTS[0]["text"]} for number in range(3)]
    write(folder / "docs.jsonl", [*DOCUMENTS, *twins])

    if get_embedder() is not None:
        run(capsys, folder)

    assert Related.objects.count() == 0


def test_without_a_model_meaning_cannot_be_judged(folder, settings):
    settings.EMBEDDER, settings.EMBEDDED = "none", False

    with pytest.raises(CommandError, match="no embedder"):
        call_command("eval_search", folder)


def test_other_files_can_be_named(folder, capsys):
    write(folder / "asked.jsonl", [{"_id": "2", "text": "lamps: light"}])

    assert run(capsys, folder, mode="bm25", queries="asked.jsonl")["queries"] == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("docs.jsonl", "{", "docs.jsonl, line 1"),
        ("queries.jsonl", '{"_id": "1"}', "queries.jsonl, line 1"),
        ("qrels.tsv", "1\ta\t1\n1 a 1", "qrels.tsv, line 2"),
        ("qrels.tsv", "9\ta\t1", "No query of the set"),
    ],
)
def test_a_set_that_cannot_be_read_is_named(folder, name, text, message):
    (folder / name).write_text(text)

    with pytest.raises(CommandError, match=message):
        call_command("eval_search", folder, mode="bm25")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"qrels\.tsv"):
        call_command("eval_search", tmp_path, mode="bm25")


def test_a_perfect_order_scores_one_and_a_late_hit_less():
    relevant = {"a": 2.0, "b": 1.0}

    assert evaluation.judge(["a", "b", "c"], relevant) == (1.0, 1.0)
    assert evaluation.judge(["c", "a"], relevant)[0] == pytest.approx(2 / 1.584963 / (2 + 1 / 1.584963), abs=1e-5)
    assert evaluation.judge(["c"], relevant) == (0.0, 0.0)
