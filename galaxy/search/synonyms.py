"""Words of the field that mean the same: what to add to a query, from memory."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from galaxy.search.kept import Kept
from galaxy.search.models import SynonymGroup
from galaxy.search.spelling import key

SECONDS = 5
MOST = 40
# What stands in quotation marks or behind a minus is meant as it is.
LITERAL = re.compile(r'-?"[^"]*"?|(?<!\S)-\S+')


@dataclass(frozen=True)
class Synonyms:
    """The phrases of each group, and the groups of each phrase by its key."""

    groups: list[list[str]]
    known: dict[str, list[int]]
    longest: int

    def groups_in(self, words: str) -> list[int]:
        """Groups of which a phrase occurs, the longest phrases first; a word counts for one phrase only."""
        parts, found = key(words).split(), list[int]()
        for length in range(min(self.longest, len(parts)), 0, -1):
            for start in range(len(parts) - length + 1):
                phrase = parts[start : start + length]
                if groups := self.known.get(" ".join(phrase)):
                    found += groups
                    parts[start : start + length] = [""] * length
        return list(dict.fromkeys(found))


def expand(words: str, mark: Hashable = None) -> list[str]:
    """The phrases that mean the same as some of these words. What people edit counts after five seconds at most; at
    once with a new `mark`, such as the version of the index that the request has read anyhow."""
    plain = LITERAL.sub(" ", words)
    kept, present = kept_synonyms(mark), f" {key(words)} "
    phrases = (phrase for group in kept.groups_in(plain) for phrase in kept.groups[group])
    return list(dict.fromkeys(phrase for phrase in phrases if f" {key(phrase)} " not in present))[:MOST]


def same_as(words: str, mark: Hashable = None) -> list[str]:
    """The other phrases, where the words are as a whole a phrase of the field. `mark`: as in expand()."""
    kept = kept_synonyms(mark)
    return [phrase for group in kept.known.get(key(words), []) for phrase in kept.groups[group]]


def _read() -> Synonyms:
    groups = [group.phrases for group in SynonymGroup.objects.all()]
    known: dict[str, list[int]] = defaultdict(list)
    for number, phrase in _numbered(groups):
        known[phrase].append(number)
    known.pop("", None)
    longest = max((phrase.count(" ") + 1 for phrase in known), default=0)
    return Synonyms(groups, dict(known), longest)


def _numbered(groups: list[list[str]]) -> Iterator[tuple[int, str]]:
    for number, phrases in enumerate(groups):
        yield from dict.fromkeys((number, key(phrase)) for phrase in phrases)


kept_synonyms = Kept(_read, SECONDS)
