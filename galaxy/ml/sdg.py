"""Which of the 17 Goals a text speaks of: the mean of a classifier of words and one of sentence vectors.

Words for English only, vectors for every language; without vectors, words alone. docs/models.md has the figures.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from galaxy.ml.embedding import Embedder, ready_embedder

DATA = Path(__file__).parent / "data"
GOALS = 17
MOST = 3
MOST_WORDS = 4
LEAST_LETTERS = 20  # of less, nothing can be said
LONGEST = 20_000
WORD = re.compile(r"\b\w\w+\b")
SENTENCE = re.compile(r"[^.!?;\n。！？；؟،，]+")


@dataclass(frozen=True)
class Suggestion:
    goal: int
    probability: float
    words: tuple[str, ...]  # or sentences, that weighed most
    model: str  # what suggested it: recorded with what people made of it


@dataclass(frozen=True)
class Classifier:
    """What `train_sdg` has written."""

    card: Mapping[str, Any]
    columns: Mapping[str, int]
    stop: frozenset[str]
    idf: np.ndarray
    words: np.ndarray  # goals × columns
    words_bias: np.ndarray
    vectors: np.ndarray  # goals × dimensions
    vectors_bias: np.ndarray

    def mode(self, language: str, embedder: Embedder | None) -> str:
        """Which halves speak: "both", "words", "vectors", or "" for none."""
        has_vectors = embedder is not None and embedder.name == self.card["embedder"]
        if language == "en":
            return "both" if has_vectors else "words"
        return "vectors" if has_vectors else ""

    def probabilities(self, texts: Sequence[str], language: str, embedder: Embedder | None) -> np.ndarray:
        """One row for each text, one column for each Goal. All zero where neither half can speak."""
        mode = self.mode(language, embedder)
        halves = []
        if mode in {"both", "words"}:
            halves.append(np.array([softmax(self.word_scores(text)) for text in texts]))
        if mode in {"both", "vectors"} and embedder is not None:
            halves.append(softmax(self.vector_scores(embedder.embed(texts))))
        return np.mean(halves, axis=0) if halves else np.zeros((len(texts), GOALS))

    def word_scores(self, text: str) -> np.ndarray:
        columns, weights = self.weigh(text)
        return self.words[:, columns] @ weights + self.words_bias

    def vector_scores(self, vectors: np.ndarray) -> np.ndarray:
        return vectors @ self.vectors.T + self.vectors_bias

    def weigh(self, text: str) -> tuple[list[int], np.ndarray]:
        """The known terms of a text and what each weighs in it: rarer and more frequent ones more, in all 1."""
        counts = Counter(self.columns[term] for term in terms(text, self.stop) if term in self.columns)
        columns = sorted(counts)
        weights = np.array([(1 + math.log(counts[column])) * self.idf[column] for column in columns])
        return columns, weights / (np.linalg.norm(weights) or 1)

    def telling_words(self, text: str, goal: int) -> tuple[str, ...]:
        """The terms that speak for this Goal more than for the others, the strongest first."""
        columns, weights = self.weigh(text)
        pull = weights * (self.words[goal - 1, columns] - self.words[:, columns].mean(axis=0))
        names = {self.columns[term]: term for term in terms(text, self.stop) if term in self.columns}
        return whole([names[columns[place]] for place in np.argsort(-pull) if pull[place] > 0])

    def telling_sentence(self, text: str, goal: int, embedder: Embedder) -> tuple[str, ...]:
        sentences = [part.strip() for part in SENTENCE.findall(text) if len(part.strip()) > 5][:30]
        if not sentences:
            return ()
        likely = softmax(self.vector_scores(embedder.embed(sentences)))[:, goal - 1]
        return (sentences[int(likely.argmax())],)


def suggest(text: str, language: str) -> list[Suggestion]:
    """At most three Goals that are likely enough, the likeliest first. Some 30 ms; waits for no model to load."""
    text = text[:LONGEST]
    model, embedder = classifier(), ready_embedder()
    probabilities, name = likely(text, language)
    if not name:
        return []
    return [
        Suggestion(goal, float(probabilities[goal - 1]), explanation(model, text, goal, language, embedder), name)
        for goal in chosen(probabilities, model.card["thresholds"][model.mode(language, embedder)])
    ]


def likely(text: str, language: str) -> tuple[np.ndarray, str]:
    """How likely each Goal is, and the name of what says so; no name where nothing can be said."""
    model, embedder = classifier(), ready_embedder()
    mode = model.mode(language, embedder)
    if not mode or sum(letter.isalpha() for letter in text[:LONGEST]) < LEAST_LETTERS:
        return np.zeros(GOALS), ""
    return model.probabilities([text[:LONGEST]], language, embedder)[0], f"{model.card['version']} {mode}"


def explanation(model: Classifier, text: str, goal: int, language: str, embedder: Embedder | None) -> tuple[str, ...]:
    if language == "en" or embedder is None:
        return model.telling_words(text, goal)
    return model.telling_sentence(text, goal, embedder)


def chosen(probabilities: np.ndarray, threshold: float) -> list[int]:
    ranked = np.argsort(-probabilities)[:MOST]
    return [int(place) + 1 for place in ranked if probabilities[place] >= threshold]


@lru_cache(1)
def classifier() -> Classifier:
    """The one that ships; read once in each process."""
    return read(DATA)


def read(folder: Path) -> Classifier:
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    with np.load(folder / f"{card['version']}.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    columns = {term: column for column, term in enumerate(vocabulary["terms"])}
    return Classifier(card, columns, frozenset(vocabulary["stop"]), **arrays)


def terms(text: str, stop: frozenset[str]) -> list[str]:
    """Words without accents, and pairs of neighbours, as they were counted in training."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )
    words = [word for word in WORD.findall(plain) if word not in stop]
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def whole(ranked: list[str]) -> tuple[str, ...]:
    """The first few, each word once: a pair that follows its own word says it again."""
    kept: list[str] = []
    for term in ranked:
        if not any(set(term.split()) & set(other.split()) for other in kept):
            kept.append(term)
    return tuple(kept[:MOST_WORDS])


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
