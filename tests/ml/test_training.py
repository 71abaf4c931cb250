import numpy as np
import pytest

from galaxy.ml import sdg, texts, training


@pytest.fixture(scope="module")
def corpus():
    """The Agenda's own texts, with vectors by chance: what is tested is the way, not the outcome."""
    agenda = texts.agenda()
    vectors = np.random.default_rng(1).normal(size=(len(agenda), 32)).astype(np.float32)
    human = np.arange(len(agenda)) % 2 == 0
    return training.Corpus(agenda, np.where(human, 1.0, 0.25), human, vectors)


@pytest.fixture(scope="module")
def measured(corpus):
    return training.out_of_fold(corpus)


def test_what_is_written_says_what_was_trained(corpus, tmp_path):
    pair = training.fit(corpus)
    stored = training.write(tmp_path, pair, {"version": "sdg-9", "embedder": "x", "thresholds": {"words": 0.2}})
    fifty = [text.text for text in corpus.texts[:50]]

    trained = pair.probabilities(fifty, corpus.vectors[:50])

    assert np.abs(trained["words"] - stored.probabilities(fifty, "en", None)).max() < 1e-3
    assert np.abs(trained["vectors"] - sdg.softmax(stored.vector_scores(corpus.vectors[:50]))).max() < 1e-3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.json", "sdg-9.npz", "vocab.json"]


def test_only_human_texts_are_measured_each_by_one_that_did_not_learn_it(corpus, measured):
    texts, likely = measured

    assert texts == [text for text, human in zip(corpus.texts, corpus.is_human, strict=True) if human]
    assert {mode: rows.shape for mode, rows in likely.items()} == dict.fromkeys(likely, (len(texts), 17))
    assert all(np.allclose(rows.sum(axis=1), 1) for rows in likely.values())
    for known, unknown in training._folds(corpus):
        assert not set(known) & set(unknown)
        assert corpus.is_human[unknown].all()


def test_each_way_of_reading_gets_a_threshold_of_its_own(measured):
    told, thresholds = training.scores(*measured)

    assert set(told) == set(thresholds) == {"both", "words", "vectors"}
    assert told["words"]["accuracy"] > told["vectors"]["accuracy"]
