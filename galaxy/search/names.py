"""Names of Goals, themes, countries, regions and country groups in every language, by one spelling, from memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.functions import Cast

from galaxy.search.kept import Kept
from galaxy.search.spelling import key
from galaxy.taxonomy.labels import Term, Vocabulary
from galaxy.taxonomy.models import Country, CountryGroup, Goal, Region, Theme

SECONDS = 60
COLUMNS = [code.replace("-", "_") for code, _label in settings.LANGUAGES]


@dataclass(frozen=True)
class Name:
    """One name of one thing. `kind` and `code` say which; `joined` is the key without spaces."""

    kind: str
    code: str
    text: str
    key: str
    joined: str


@dataclass(frozen=True)
class Names:
    all: list[Name]
    by_key: dict[str, list[Name]]


def term_of(kind: str, code: str, terms: Vocabulary) -> Term | None:
    """What has this code, in the language of the vocabulary; None for what is not offered."""
    if kind == "country":
        country = terms.countries.get(code)
        return country if country and country.listed else None
    if kind == "theme":
        theme = terms.themes.get(code)
        return theme if theme and theme.is_active else None
    if kind == "goal":
        return terms.goals.get(int(code))
    return (terms.regions if kind == "region" else terms.groups).get(code)


def _rows() -> Iterable[tuple[str, str, list[str]]]:
    """Kind, code and names, some of them None; one statement."""
    first, *others = (
        _of(Goal, "goal", "number", "name", "title"),
        _of(Theme, "theme", "code", "name"),
        _of(Region, "region", "code", "name"),
        _of(CountryGroup, "group", "code", "name", also="code"),
        _of(Country, "country", "iso3", "name", also="short_name"),
    )
    return first.union(*others, all=True)


def _of(
    model: type, kind: str, code: str, *fields: str, also: str = ""
) -> "QuerySet[Goal, tuple[str, str, list[str]]]":
    columns = [F(f"{field}_{language}") for field in fields for language in COLUMNS] + ([F(also)] if also else [])
    names = Func(*columns, function="ARRAY", template="%(function)s[%(expressions)s]::text[]", output_field=ARRAY)
    found: QuerySet[Goal] = model._default_manager.order_by()  # type: ignore[attr-defined]
    return found.values_list(Value(kind), Cast(code, CharField()), names)


def _spellings(text: str) -> list[str]:
    """As it is, and without what stands in parentheses: Bolivia (Plurinational State of)."""
    return list(dict.fromkeys(filter(None, (key(text), key(text.partition("(")[0])))))


def _read() -> Names:
    found = dict.fromkeys(
        Name(kind, code, text, spelling, spelling.replace(" ", ""))
        for kind, code, texts in _rows()
        for text in texts
        if text
        for spelling in _spellings(text)
    )
    by_key = defaultdict(list)
    for name in found:
        by_key[name.key].append(name)
    return Names(list(found), dict(by_key))


ARRAY = ArrayField(CharField())
kept_names = Kept(_read, SECONDS)
