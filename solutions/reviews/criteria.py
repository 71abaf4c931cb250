"""The eight criteria that every practice is read by, as the page of criteria shows them to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVELS = range(4)
ENOUGH = 12


@dataclass(frozen=True)
class Criterion:
    """`levels` say what 0, 1, 2 and 3 stand for; without a point at a key one it is no good practice."""

    code: str
    name: str | Promise
    question: str | Promise
    levels: tuple[str | Promise, ...]
    is_key: bool = False

    @property
    def numbered(self) -> list[tuple[int, str | Promise]]:
        return list(enumerate(self.levels))


CRITERIA = (
    Criterion(
        "horizontal",
        _("Horizontal"),
        _("What passed from country to country, who gave it and who received it?"),
        (
            _("No exchange between countries is shown."),
            _("Countries are named, but not what passed between them."),
            _("It says what was shared, who gave it and who received it."),
            _("As 2, and both sides say what they gained, or others have taken it up."),
        ),
        is_key=True,
    ),
    Criterion(
        "relevant",
        _("Relevant"),
        _("Which need does it answer, and which target of the Goals?"),
        (
            _("Neither a need nor a Goal can be seen."),
            _("A Goal is named, but the need stays vague."),
            _("The need and the target are clear, and the practice answers them."),
            _("As 2, and figures or a plan of the country show the need."),
        ),
        is_key=True,
    ),
    Criterion(
        "effective",
        _("Effective"),
        _("What changed, and what shows it?"),
        (
            _("No results: a plan, or a list of activities."),
            _("Results are claimed, with nothing to show them."),
            _("Results come with figures, or in the words of those concerned."),
            _("Results come with figures, a year and a source that anyone can check."),
        ),
        is_key=True,
    ),
    Criterion(
        "innovative",
        _("Innovative for the place"),
        _("What was new where it was done?"),
        (
            _("It was usual there already."),
            _("It is called new, but not how."),
            _("It says what was new for the place."),
            _("As 2, and it says what it replaced, or how it was fitted to the place."),
        ),
    ),
    Criterion(
        "sustainable",
        _("Sustainable"),
        _("What makes it last: money, institution, environment?"),
        (
            _("Nothing says how it goes on."),
            _("It is said to last, with no detail."),
            _("It says who carries it on and who pays."),
            _("As 2, and it went on after the first funding ended, without harm to the environment."),
        ),
    ),
    Criterion(
        "replicable",
        _("Replicable"),
        _("What would others need to do the same?"),
        (
            _("Nothing says what it needs elsewhere."),
            _("Conditions are named in general words."),
            _("Conditions and steps are clear enough to begin."),
            _("As 2, with costs, parts that can be used again, and what did not work."),
        ),
    ),
    Criterion(
        "inclusive",
        _("Inclusive"),
        _("How does it reach women, persons with disabilities and those left behind?"),
        (
            _("It does not speak of them."),
            _("Groups are named, and no more."),
            _("It says how they take part or benefit."),
            _("As 2, with figures about them, or they decide as well."),
        ),
    ),
    Criterion(
        "documented",
        _("Well documented"),
        _("Is it complete, plain and honest?"),
        (
            _("It cannot be understood, or rights or consent are missing."),
            _("It can be understood, with gaps or dead links."),
            _("It is complete and plain, and its links work."),
            _("As 2, with material for those who want to do the same."),
        ),
        is_key=True,
    ),
)
CODES = tuple(criterion.code for criterion in CRITERIA)
KEYS = tuple(criterion.code for criterion in CRITERIA if criterion.is_key)
MOST = LEVELS[-1] * len(CRITERIA)


def total(scores: Mapping[str, int]) -> int:
    return sum(scores[code] for code in CODES)


def reaches(scores: Mapping[str, int]) -> bool:
    """Whether it is a good practice by these scores: enough in all, and something at each key criterion."""
    return total(scores) >= ENOUGH and all(scores[code] for code in KEYS)
