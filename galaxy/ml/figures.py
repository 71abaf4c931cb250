"""How good suggestions are, in figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from galaxy.ml.sdg import GOALS, chosen
from galaxy.ml.texts import Labelled


def measure(likely: np.ndarray, texts: Sequence[Labelled]) -> dict[str, Any]:
    """Of the likeliest Goal: how often it is one of the text's own, and the mean of F1 over the Goals that occur.

    top3: how often one of the three likeliest is.
    """
    ranked = np.argsort(-likely, axis=1) + 1
    own = [set(text.goals) for text in texts]
    first = [int(goals[0]) for goals in ranked]
    # A text with several Goals counts for the one that was found, else for its main one.
    true = [goal if goal in goals else text.goals[0] for goal, goals, text in zip(first, own, texts, strict=True)]
    return {
        "n": len(texts),
        "accuracy": rounded(np.mean([goal in goals for goal, goals in zip(first, own, strict=True)])),
        "macro_f1": rounded(macro_f1(true, first)),
        "top3": rounded(
            np.mean([bool(goals & set(three[:3].tolist())) for goals, three in zip(own, ranked, strict=True)])
        ),
    }


def measure_suggested(likely: np.ndarray, texts: Sequence[Labelled], threshold: float) -> dict[str, float]:
    """Of all that would be suggested: how much is right, and how much of what is right is suggested."""
    suggested = [set(chosen(row, threshold)) for row in likely]
    right = sum(len(found & set(text.goals)) for found, text in zip(suggested, texts, strict=True))
    precision = right / (sum(map(len, suggested)) or 1)
    recall = right / (sum(len(text.goals) for text in texts) or 1)
    return {"threshold": threshold, "precision": rounded(precision), "recall": rounded(recall)}


def macro_f1(true: Sequence[int], found: Sequence[int]) -> float:
    truth, guess = np.array(true), np.array(found)
    scores = []
    for goal in range(1, GOALS + 1):
        hits, told, real = ((truth == goal) & (guess == goal)).sum(), (guess == goal).sum(), (truth == goal).sum()
        if told or real:
            scores.append(2 * hits / (told + real))
    return float(np.mean(scores))


def best_threshold(likely: np.ndarray, texts: Sequence[Labelled]) -> float:
    """Where F2 is greatest: a person strikes out one too many sooner than finds one that is missing."""
    steps = [round(step, 2) for step in np.arange(0.05, 0.5, 0.01)]
    return float(max(steps, key=lambda step: f2(**measure_suggested(likely, texts, step))))


def f2(threshold: float, precision: float, recall: float) -> float:
    return 5 * precision * recall / ((4 * precision + recall) or 1)


def rounded(figure: Any) -> float:
    return round(float(figure), 4)
