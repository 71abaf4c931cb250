"""Which themes a text speaks of: those whose Goals are likely, and whose name is near in meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from galaxy.ml import sdg
from galaxy.ml.embedding import ready_embedder

MOST = 3
LEAST, LEAST_WITH_NAMES = 0.20, 0.14  # about three of four that were right reach it
OTHER_GOALS = 0.5  # how much a Goal counts that is not the theme's main one
NAME = 0.5  # how much the nearness of the name counts, where there are vectors


@dataclass(frozen=True)
class Theme:
    code: str
    name: str  # in any language
    main_goal: int
    goals: tuple[int, ...]


@dataclass(frozen=True)
class Suggestion:
    code: str
    score: float
    goal: int  # the likely Goal that speaks for it
    model: str


def suggest(text: str, language: str, themes: Sequence[Theme]) -> list[Suggestion]:
    """At most three that are fitting enough, the best first. Some 30 ms; waits for no model to load."""
    likely, model = sdg.likely(text, language)
    if not model or not themes:
        return []
    scores = np.array([_by_goals(theme, likely) for theme in themes])
    least = LEAST
    if (embedder := ready_embedder()) is not None:
        names = np.array([embedder.embed_query(theme.name) for theme in themes])
        near = np.clip(names @ embedder.embed([text])[0], 0, 1)
        scores, least = (1 - NAME) * scores + NAME * near, LEAST_WITH_NAMES
    return [
        Suggestion(themes[place].code, float(scores[place]), _goal(themes[place], likely), model)
        for place in np.argsort(-scores)[:MOST]
        if scores[place] >= least
    ]


def _by_goals(theme: Theme, likely: np.ndarray) -> float:
    others = [likely[goal - 1] for goal in theme.goals if goal != theme.main_goal]
    return float(likely[theme.main_goal - 1] + OTHER_GOALS * sum(others))


def _goal(theme: Theme, likely: np.ndarray) -> int:
    return max(theme.goals or (theme.main_goal,), key=lambda goal: likely[goal - 1])
