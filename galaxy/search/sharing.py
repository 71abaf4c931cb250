"""Documents that share most with another, from the facets in memory."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from galaxy.search import matching
from galaxy.search.matching import Fetched
from galaxy.search.ranking import in_order, leaders
from galaxy.search.state import Part


def sharing(weights: Mapping[str, int], *, kind: str, least: int, most: int) -> list[int]:
    """Keys of the documents of a kind whose facets, weighed so, sum up to the most; one statement.

    Of equals the newest. `least`: what it takes to be among them.
    """
    fetched = matching.fetch(None, "", [f"kind:{kind}", *weights])
    sums = [_sums(fetched, part, weights, kind) for part in fetched.state.parts]
    parts = zip(fetched.state.parts, sums, strict=True)
    return in_order([leaders(part, each, np.flatnonzero(each >= least), most) for part, each in parts], most)


def _sums(fetched: Fetched, part: Part, weights: Mapping[str, int], kind: str) -> NDArray[np.int64]:
    sums = np.zeros(len(part), np.int64)
    for facet, weight in weights.items():
        sums += weight * fetched.facet(part, [facet])
    sums[~fetched.facet(part, [f"kind:{kind}"])] = 0
    if part.alive is not None:
        sums[~part.alive] = 0
    return sums
