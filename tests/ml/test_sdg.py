import json

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from galaxy.ml import sdg, texts, themes
from galaxy.ml.embedding import get_embedder

FIFTY = [text.text for text in texts.agenda()[::8]][:50]
WATER = "Village committees repair pumps and wells, so that safe drinking water and sanitation reach rural households."
EAU = "Les comités réparent les pompes et les puits, pour que l’eau potable et l’assainissement arrivent aux villages."
JUNK = ["", " ", "\x00\ud800", "12345 67890 %%%", "😀" * 50, "the and of", "x" * 100_000, "</b>" * 20]


@pytest.fixture
def use(settings):
    settings.EMBEDDER = "use"
    return get_embedder()


@pytest.fixture
def words_only(settings):
    settings.EMBEDDER = "none"


def logistic(coefficients, bias):
    model = LogisticRegression()
    model.coef_, model.intercept_, model.classes_ = coefficients, bias, np.arange(1, 18)
    return model


def test_words_are_weighed_as_scikit_learn_weighs_them():
    """To 1e-3 on fifty texts, from the files that ship."""
    model = sdg.classifier()
    vectorizer = TfidfVectorizer(
        vocabulary=dict(model.columns),
        ngram_range=(1, 2),
        sublinear_tf=True,
        stop_words=sorted(model.stop),
        strip_accents="unicode",
    )
    vectorizer.idf_ = model.idf.astype(np.float64)

    expected = logistic(model.words, model.words_bias).predict_proba(vectorizer.transform(FIFTY))

    assert len(FIFTY) == 50
    assert np.abs(model.probabilities(FIFTY, "en", None) - expected).max() < 1e-3


def test_vectors_are_weighed_as_scikit_learn_weighs_them(use):
    model = sdg.classifier()

    expected = logistic(model.vectors, model.vectors_bias).predict_proba(use.embed(FIFTY))

    assert np.abs(model.probabilities(FIFTY, "fr", use) - expected).max() < 1e-3


def test_english_is_the_mean_of_both_halves(use):
    model = sdg.classifier()
    words, vectors = model.probabilities(FIFTY, "en", None), model.probabilities(FIFTY, "ru", use)

    assert np.allclose(model.probabilities(FIFTY, "en", use), (words + vectors) / 2, atol=1e-6)


def test_a_goal_is_suggested_with_the_words_that_weighed_most(use):
    first = sdg.suggest(WATER, "en")[0]

    assert (first.goal, first.model) == (6, "sdg-1 both")
    assert set(first.words) & {"water", "sanitation", "drinking water", "safe drinking"}


def test_other_languages_are_explained_by_their_own_words(use):
    first = sdg.suggest(f"Le projet a commencé. {EAU}", "fr")[0]

    assert (first.goal, first.model) == (6, "sdg-1 vectors")
    assert first.words[0] in EAU


def test_words_alone_suggest_in_english_and_say_nothing_of_other_languages(words_only):
    assert [found.model for found in sdg.suggest(WATER, "en")][:1] == ["sdg-1 words"]
    assert sdg.suggest(EAU, "fr") == []
    assert themes.suggest(EAU, "fr", THEMES) == []


@pytest.mark.parametrize("text", JUNK)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_junk_never_fails_and_never_gives_more_than_three(use, text, language):
    found = sdg.suggest(text, language)

    assert len(found) <= 3
    assert all(np.isfinite(one.probability) for one in found)


def test_nothing_is_suggested_below_the_threshold():
    assert sdg.chosen(np.array([0.05, 0.5, 0.2, 0.11]), 0.11) == [2, 3, 4]
    assert sdg.chosen(np.array([0.05, 0.5, 0.2, 0.11]), 0.3) == [2]


def test_the_files_that_ship_are_small_whole_and_good_enough():
    card = json.loads((sdg.DATA / "card.json").read_text())
    model = sdg.classifier()

    assert sum(path.stat().st_size for path in sdg.DATA.iterdir()) < 1_200_000
    assert model.words.shape == (17, len(model.columns)) == (17, len(model.idf))
    assert model.vectors.shape == (17, 512)
    both = card["scores"]["both"]
    assert (both["accuracy"] >= 0.61, both["top3"] >= 0.86, both["macro_f1"] > 0.5) == (True, True, True)
    assert {"train.csv", "targets.csv", "indicators.csv"} <= set(card["data"])


# Themes

THEMES = [
    themes.Theme("water-sanitation", "Water and sanitation", 6, (6, 3)),
    themes.Theme("energy", "Energy", 7, (7, 13)),
    themes.Theme("health", "Health", 3, (3,)),
]


@pytest.mark.parametrize("embedder", ["use", "none"])
def test_the_theme_of_a_text_comes_first(settings, embedder):
    settings.EMBEDDER = embedder
    get_embedder()

    first = themes.suggest(WATER, "en", THEMES)[0]

    assert (first.code, first.goal) == ("water-sanitation", 6)


def test_no_theme_is_suggested_without_themes(use):
    assert themes.suggest(WATER, "en", []) == []
