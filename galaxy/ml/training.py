"""Learns the classifier of sdg.py. Needs scikit-learn, which is installed for development only."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from galaxy.ml import figures
from galaxy.ml.embedding import Embedder
from galaxy.ml.sdg import GOALS, Classifier, read
from galaxy.ml.texts import Labelled

FOLDS = 5
SEED = 7
TERMS = 20_000
WORDS_FIT, VECTORS_FIT = 10.0, 3.0  # how closely each half follows its texts
BALANCE = 0.5  # how far rare Goals are lifted: 0 not at all, 1 to the same weight as the most frequent


@dataclass(frozen=True)
class Corpus:
    """Texts with the weight that each has in learning, and their vectors; only `human` ones are measured on."""

    texts: list[Labelled]
    weights: np.ndarray
    is_human: np.ndarray
    vectors: np.ndarray = field(repr=False)

    @property
    def goals(self) -> np.ndarray:
        return np.array([text.goals[0] for text in self.texts])

    def part(self, places: np.ndarray) -> "Corpus":
        texts = [self.texts[place] for place in places]
        return Corpus(texts, self.weights[places], self.is_human[places], self.vectors[places])


@dataclass(frozen=True)
class Pair:
    """Both halves as scikit-learn has fitted them."""

    vectorizer: TfidfVectorizer
    by_words: LogisticRegression
    by_vectors: LogisticRegression

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> dict[str, np.ndarray]:
        words = self.by_words.predict_proba(self.vectorizer.transform(texts))
        meaning = self.by_vectors.predict_proba(vectors)
        return {"words": words, "vectors": meaning, "both": (words + meaning) / 2}


def collect(human: list[Labelled], agenda: list[Labelled], weak: list[Labelled], weight: float, by: Embedder) -> Corpus:
    texts = [*human, *agenda, *weak]
    weights = np.array([1.0] * (len(human) + len(agenda)) + [weight] * len(weak))
    is_human = np.arange(len(texts)) < len(human)
    return Corpus(texts, weights, is_human, by.embed([text.text for text in texts]))


def fit(corpus: Corpus) -> Pair:
    goals, texts = corpus.goals, [text.text for text in corpus.texts]
    share = np.array([corpus.weights[goals == goal].sum() for goal in range(1, GOALS + 1)])
    weights = corpus.weights * ((share.mean() / share) ** BALANCE)[goals - 1]
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        min_df=2,
        max_features=TERMS,
        stop_words="english",
        strip_accents="unicode",
    )
    terms = vectorizer.fit_transform(texts)
    return Pair(
        vectorizer, _learn(terms, goals, weights, WORDS_FIT), _learn(corpus.vectors, goals, weights, VECTORS_FIT)
    )


def _learn(features: Any, goals: np.ndarray, weights: np.ndarray, closely: float) -> LogisticRegression:
    return LogisticRegression(C=closely, max_iter=300, tol=1e-3).fit(features, goals, sample_weight=weights)


def out_of_fold(corpus: Corpus) -> tuple[list[Labelled], dict[str, np.ndarray]]:
    """The human texts, each as seen by a classifier that did not learn from it."""
    found = {mode: np.zeros((len(corpus.texts), GOALS)) for mode in ("both", "words", "vectors")}
    for known, unknown in _folds(corpus):
        part = corpus.part(unknown)
        likely = fit(corpus.part(known)).probabilities([text.text for text in part.texts], part.vectors)
        for mode, rows in likely.items():
            found[mode][unknown] = rows
    texts = [text for text, is_human in zip(corpus.texts, corpus.is_human, strict=True) if is_human]
    return texts, {mode: rows[corpus.is_human] for mode, rows in found.items()}


def _folds(corpus: Corpus) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Human texts take turns in being left out; all others are always learned from."""
    human, others = np.flatnonzero(corpus.is_human), np.flatnonzero(~corpus.is_human)
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for known, unknown in splitter.split(human, corpus.goals[human]):
        yield np.concatenate([human[known], others]), human[unknown]


def scores(texts: list[Labelled], likely: dict[str, np.ndarray]) -> tuple[dict[str, Any], dict[str, float]]:
    """Figures and thresholds of each mode."""
    thresholds = {mode: figures.best_threshold(rows, texts) for mode, rows in likely.items()}
    told = {
        mode: figures.measure(rows, texts) | figures.measure_suggested(rows, texts, thresholds[mode])
        for mode, rows in likely.items()
    }
    return told, thresholds


def write(folder: Path, pair: Pair, card: dict[str, Any]) -> Classifier:
    """As files that are read without running any code of theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    terms = sorted(pair.vectorizer.vocabulary_, key=lambda term: pair.vectorizer.vocabulary_[term])
    np.savez_compressed(
        folder / f"{card['version']}.npz",
        idf=pair.vectorizer.idf_.astype(np.float16),
        words=pair.by_words.coef_.astype(np.float16),
        words_bias=pair.by_words.intercept_.astype(np.float32),
        vectors=pair.by_vectors.coef_.astype(np.float16),
        vectors_bias=pair.by_vectors.intercept_.astype(np.float32),
    )
    vocabulary = {"stop": sorted(pair.vectorizer.get_stop_words() or []), "terms": terms}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return read(folder)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
