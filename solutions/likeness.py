"""Public solutions that may be the same as one that is not public yet, each with the reasons and both texts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from galaxy.ml.embedding import ready_embedder
from galaxy.moderation.alike import Alike, Pair, Reason, pair
from galaxy.search.adapters import get_adapter
from galaxy.search.candidates import Candidate, Why, candidates
from galaxy.search.database import Late, time_limit

MOST = 5
TELLING = 0.1  # of a part: fewer common words in a row are those of any two texts
LIMIT_MS = 1_000  # of one statement; past it, what title and address have found is all
PARTS = (
    ("summary", gettext_noop("Summary")),
    ("challenge", gettext_noop("The problem")),
    ("approach", gettext_noop("What was done")),
)


def look_alikes(solution: Any) -> list[Alike]:
    """The likeliest first. Some twenty short statements, and a few milliseconds of the model where it is ready."""
    reasons: dict[int, list[Reason]] = defaultdict(list)
    manager = type(solution)._default_manager
    for other in manager.published().resembling(solution).only("practice_url")[:MOST]:
        reasons[other.pk] += _named(solution, other)
    for candidate in _worded(solution):
        reasons[candidate.object_id].append(_reason(candidate))
    found = manager.published().filter(pk__in=reasons).select_related("organization")
    answers = _answers(solution)
    alike = [Alike(other, reasons[other.pk], _pairs(solution, other), answers.get(other.pk, "")) for other in found]
    return sorted(alike, key=lambda each: (-_most(each.reasons), each.item.pk))[:MOST]


def _named(solution: Any, other: Any) -> Iterable[Reason]:
    if solution.original_page and other.practice_url == solution.original_page:
        yield Reason(_("The original has the same address"))
    else:
        yield Reason(_("The titles are much alike, and a country is the same"), other.likeness)


def _worded(solution: Any) -> list[Candidate]:
    """By the index, as far as it answers in time."""
    adapter = get_adapter(type(solution))
    described = type(solution)._default_manager.with_badges().for_search().get(pk=solution.pk)
    entry = replace(adapter.entry(described), language=solution.spoken_language() or solution.language)
    try:
        with time_limit(LIMIT_MS):
            own = [solution.revision_of_id or solution.pk]
            return candidates(entry, adapter.kind, without=own, embedder=ready_embedder())
    except Late:
        return []


def _reason(candidate: Candidate) -> Reason:
    texts = {
        Why.WORDS: _("Whole passages are the same"),
        Why.MEANING: _("The texts say much the same in other words"),
        Why.TRANSLATION: _("Perhaps the same text in another language; a country or an organization is the same"),
    }
    return Reason(texts[candidate.why], candidate.figure)


def _pairs(solution: Any, other: Any) -> list[Pair]:
    """The parts in which passages are the same; where none is, the first that both have filled."""
    both = [
        pair(_(label), getattr(solution, name), getattr(other, name))
        for name, label in PARTS
        if getattr(solution, name) and getattr(other, name)
    ]
    return [each for each in both if each.shared >= TELLING] or both[:1]


def _answers(solution: Any) -> dict[int, str]:
    """In words, by solution."""
    told = solution.likenesses.model.objects.filter(solution=solution.revision_of_id or solution.pk)
    return {each.other_id: each.get_answer_display() for each in told}


def _most(reasons: list[Reason]) -> float:
    return max(1.0 if reason.figure is None else reason.figure for reason in reasons)
