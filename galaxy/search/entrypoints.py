"""Pages that a query names: a Goal by its number or name, a theme, a country, a region or a country group."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from galaxy.search.names import Name, kept_names, term_of
from galaxy.search.spelling import key
from galaxy.search.synonyms import same_as
from galaxy.taxonomy.labels import GoalTerm, Vocabulary, vocabulary

MOST = 4
# Shorter names differ in one letter from others: Iran, Iraq. Longer queries are sentences.
SHORTEST, LONGEST = 7, 80
# What stands before and after the number of a Goal or target.
GOAL_WORDS = [
    *("goal", "goals", "sdg", "sdgs", "global goal", "sustainable development goal"),
    *("odd", "objectif", "objectif de développement durable"),
    *("ods", "objetivo", "objetivo de desarrollo sostenible", "objetivo de desenvolvimento sustentável"),
    *("цур", "цель", "цель устойчивого развития", "цель в области устойчивого развития"),
    *("目标", "可持续发展目标"),
    *("هدف", "الهدف", "هدف التنمية المستدامة", "أهداف التنمية المستدامة"),
]
OF_GOALS = ["من أهداف التنمية المستدامة", "de la agenda 2030", "agenda 2030"]
TARGET_WORDS = ["", "target", "sdg target", "cible", "meta", "задача", "具体目标", "الغاية", "غاية"]
NUMBERED = re.compile(r"(?P<before>\D*?) ?0?(?P<number>\d{1,2})(?: (?P<after>\D+))?")
TARGET = re.compile(r"(?P<before>\D*?)(?P<code>\d{1,2}\.(?:\d{1,2}|[a-d]))", re.IGNORECASE)
FIGURES = {"十一": "11", "十二": "12", "十三": "13", "十四": "14", "十五": "15", "十六": "16", "十七": "17"}
FIGURES |= dict(zip("一二三四五六七八九", "123456789", strict=True)) | {"十": "10"}
CHINESE_GOAL = re.compile(rf"((?:可持续发展)?目标) ?({'|'.join(FIGURES)})")


@dataclass(frozen=True)
class EntryPoint:
    """`kind` is goal, target, theme, country, region or group."""

    label: str
    url: str
    kind: str


def entry_points(words: str, mark: Hashable = None) -> list[EntryPoint]:
    """The pages that these words name as a whole, in any language; from memory, at most four.

    `mark`: of the index, where it is known; see synonyms.
    """
    words = words.strip().strip('"')
    if not words or len(words) > LONGEST:
        return []
    terms = vocabulary()
    return (_numbered(words, terms) or _named(words, terms, mark))[:MOST]


def _numbered(words: str, terms: Vocabulary) -> list[EntryPoint]:
    if found := TARGET.fullmatch(words):
        return _target(found["before"], found["code"].lower(), terms)
    words = CHINESE_GOAL.sub(lambda run: run[1] + FIGURES[run[2]], words)
    found = NUMBERED.fullmatch(key(words))
    goal = terms.goals.get(int(found["number"])) if found else None
    if not found or not goal or found["before"] not in GOAL_KEYS:
        return []
    after = found["after"]
    is_said = (
        not after or after in AFTER_KEYS or any(name.code == goal.code for name in kept_names().by_key.get(after, []))
    )
    return [_goal(goal)] if is_said else []


def _target(before: str, code: str, terms: Vocabulary) -> list[EntryPoint]:
    target = terms.targets.get(code)
    if target is None or key(before) not in TARGET_KEYS:
        return []
    return [EntryPoint(_("Target %(code)s") % {"code": code}, f"{target.url}?target={code}", "target")]


def _goal(goal: GoalTerm) -> EntryPoint:
    label = _("Goal %(number)s: %(name)s") % {"number": goal.number, "name": goal.name}
    return EntryPoint(label, goal.url, "goal")


def _named(words: str, terms: Vocabulary, mark: Hashable) -> list[EntryPoint]:
    names = kept_names()
    wanted = [key(each) for each in (words, *same_as(words, mark))]
    found = [name for each in wanted for name in names.by_key.get(each, [])] or _near(wanted[0], names.all)
    return list(dict.fromkeys(_points(found, terms)))


def _points(names: list[Name], terms: Vocabulary) -> Iterator[EntryPoint]:
    for name in names:
        if term := term_of(name.kind, name.code, terms):
            yield _goal(term) if isinstance(term, GoalTerm) else EntryPoint(term.name, term.url, name.kind)


def _near(wanted: str, names: list[Name]) -> list[Name]:
    """Those that differ by one letter, or by the spaces alone: Vietnam."""
    joined = wanted.replace(" ", "")
    if len(joined) < SHORTEST:
        return []
    return [name for name in names if abs(len(name.key) - len(wanted)) < 3 and is_near(name.joined, joined)]


def is_near(one: str, other: str) -> bool:
    """Whether a letter more, less or changed, or two turned around, makes one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    one, other = one[start:], other[start:]
    turned = one[:2] == other[1::-1] and one[2:] == other[2:]
    return turned or one[1:] in (other[1:], other) or one == other[1:]


GOAL_KEYS = set(map(key, GOAL_WORDS))
AFTER_KEYS = set(map(key, OF_GOALS))
TARGET_KEYS = set(map(key, TARGET_WORDS))
