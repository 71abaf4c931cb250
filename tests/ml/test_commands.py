import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from galaxy.ml.embedding import get_embedder
from galaxy.ml.languages import LATIN, detect

SET = (
    "text,sdgs\n"
    "Safe drinking water and sanitation for rural households,6\n"
    "Nurses vaccinate children and screen newborns in county hospitals,3;10\n"
    "Girls stay in school and teachers are trained,4\n"
    "De l’eau potable et de l’assainissement pour les villages,6\n"
)


def told(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "set.csv"
    path.write_text(SET)
    return path


def test_goals_are_measured_on_a_file(settings, labelled):
    settings.EMBEDDER = "use"

    found = told("eval_sdg", str(labelled))

    assert (found["n"], found["accuracy"], found["macro_f1"], found["top3"]) == (4, 1.0, 1.0, 1.0)
    assert (found["model"], found["embedder"]) == ("sdg-1", "use-multilingual-3")
    assert found["languages"] == {"en": 3, "fr": 1}


def test_goals_are_measured_by_words_where_there_are_no_vectors(settings, labelled):
    settings.EMBEDDER = "none"

    found = told("eval_sdg", str(labelled), lang="en")

    assert (found["embedder"], found["n"], found["suggested"][0]["by"]) == (None, 4, "words")


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("eval_sdg", str(tmp_path / "missing.csv"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("eval_lang", str(tmp_path / "missing.csv"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("train_lang", str(tmp_path / "missing.csv"))


def test_languages_of_the_vocabularies_are_told_apart():
    found = told("eval_lang")

    assert found["short"]["n"] > 500
    assert min(*found["short"]["by_language"].values(), *found["long"]["by_language"].values()) >= 0.98


def test_a_file_without_languages_is_told(labelled):
    with pytest.raises(CommandError, match="no column that ends in a language"):
        call_command("eval_lang", str(labelled))


def test_words_of_languages_are_counted_from_files(tmp_path):
    path, out = tmp_path / "words.csv", tmp_path / "words.json"
    path.write_text("name_en,name_fr,name_es,name_pt\nWater,Eau,Agua,Água\n")

    call_command("train_lang", str(path), out=out, stdout=StringIO())

    assert json.loads(out.read_text()) == {
        "en": {"water": 1},
        "fr": {"eau": 1},
        "es": {"agua": 1},
        "pt": {"água": 1},
    }
    assert all(detect(word) == code for word, code in zip(["water", "eau", "agua", "água"], LATIN, strict=True))


def test_the_embedder_is_measured(settings):
    settings.EMBEDDER = "use"
    assert get_embedder() is not None

    found = told("bench_embed")

    assert (found["embedder"], found["dims"]) == ("use-multilingual-3", 512)
    assert 0 < found["query_ms"] < found["200_words_ms"]


def test_what_needs_an_embedder_says_so(settings, tmp_path):
    settings.EMBEDDER = "none"

    for command in (["bench_embed"], ["train_sdg", str(tmp_path)]):
        with pytest.raises(CommandError, match=r"`manage\.py check` says why"):
            call_command(*command)


def test_training_without_texts_is_told(settings, tmp_path):
    settings.EMBEDDER = "use"

    with pytest.raises(CommandError, match=r"train\.csv: No such file"):
        call_command("train_sdg", str(tmp_path))
