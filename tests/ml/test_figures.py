import numpy as np
import pytest

from galaxy.ml import figures
from galaxy.ml.texts import Labelled


def rows(*likely: dict[int, float]) -> np.ndarray:
    found = np.zeros((len(likely), 17))
    for place, goals in enumerate(likely):
        for goal, probability in goals.items():
            found[place, goal - 1] = probability
    return found


def test_a_goal_counts_when_it_is_one_of_those_of_the_text():
    likely = rows({3: 0.7, 6: 0.2, 1: 0.1}, {6: 0.5, 3: 0.3, 1: 0.2}, {7: 0.6, 9: 0.3, 1: 0.1}, {2: 0.9})
    texts = [Labelled("", (6, 3)), Labelled("", (1,)), Labelled("", (7,)), Labelled("", (15,))]

    told = figures.measure(likely, texts)

    assert (told["n"], told["accuracy"], told["top3"]) == (4, 0.5, 0.75)


def test_macro_f1_is_the_mean_over_the_goals_that_occur():
    # Goal 1: one right of one found, two real. Goal 2: one right of two found, one real.
    assert figures.macro_f1([1, 1, 2], [1, 2, 2]) == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_suggestions_are_measured_as_a_person_would_see_them():
    likely = rows({1: 0.5, 2: 0.3, 3: 0.1, 4: 0.1}, {5: 0.9})
    texts = [Labelled("", (1, 4)), Labelled("", (6,))]

    assert figures.measure_suggested(likely, texts, 0.2) == {"threshold": 0.2, "precision": 0.3333, "recall": 0.3333}


def test_the_threshold_is_the_one_that_leaves_out_what_is_wrong():
    likely = rows({1: 0.6, 2: 0.2}, {3: 0.5, 4: 0.25})
    texts = [Labelled("", (1,)), Labelled("", (3,))]

    assert 0.25 < figures.best_threshold(likely, texts) <= 0.5
