"""The filters of every list. One line in SearchFilter is one filter: its address, its counts, its names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import django_filters
import numpy as np
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from galaxy.search import text
from galaxy.search.adapters import all_adapters
from galaxy.search.matching import Fetched
from galaxy.search.models import Document
from galaxy.search.state import Mask, Part, group_codes
from galaxy.taxonomy.labels import Vocabulary, vocabulary

MOST_VALUES = 50
YEARS = range(1900, 2101)
APART = "-"  # before the value of a preset: what has it stands on another page, unless the address asks for it
Names = Callable[[Vocabulary], Mapping[Any, Any]]


class ValuesField(forms.Field):
    """Any number of values; those that nobody offers are left out, without a word."""

    widget = forms.SelectMultiple

    def __init__(self, *, is_known: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_known = is_known

    def clean(self, value: Any) -> list[str]:
        distinct = dict.fromkeys(str(item) for item in value or [])
        return [item for item in list(distinct)[:MOST_VALUES] if self.is_known(item)]


class WordsField(forms.CharField):
    def clean(self, value: Any) -> str:
        return text.query(value or "")


class YearField(forms.Field):
    def clean(self, value: Any) -> int | None:
        return int(value) if is_year(value or "") else None


def is_year(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) == 4 and int(value) in YEARS


def is_key(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10 and not value.startswith("0")


class FacetFilter(django_filters.Filter):
    """Several values mean any of them. `names`: all that are offered; `sparse`: only what occurs is shown."""

    field_class = ValuesField

    def __init__(self, label: str | Promise, names: Names, *, is_open: bool = False, sparse: bool = False) -> None:
        super().__init__(label=label, required=False, is_known=self.is_known)
        self.names = names
        self.is_open = is_open
        self.sparse = sparse

    @property
    def group(self) -> str:
        """The part of the index's facets before the colon."""
        return self.field_name or ""

    def is_known(self, value: str) -> bool:
        return value in self.labels(vocabulary())

    def labels(self, terms: Vocabulary) -> dict[str, str]:
        """All values with their names, in the usual order. Not to be changed by who reads it."""
        if self not in terms.derived:
            terms.derived[self] = {str(value): str(name) for value, name in self.names(terms).items()}
        return terms.derived[self]

    def keys(self, values: Iterable[str]) -> list[str]:
        """The facets of the index of which a document must have one."""
        return [f"{self.group}:{value}" for value in values]

    def mask(self, fetched: Fetched, part: Part, values: Sequence[str]) -> Mask:
        """The documents of the part that have any of these values."""
        return fetched.facet(part, self.keys(values))


class GroupFilter(FacetFilter):
    """Country groups change: a group stands for its members of today, and for what names the group itself."""

    def keys(self, values: Iterable[str]) -> list[str]:
        return []

    def mask(self, fetched: Fetched, part: Part, values: Sequence[str]) -> Mask:
        wanted = sum(1 << number for number, code in enumerate(group_codes()) if code in values)
        kinds, which = part.groups_of(fetched.state.facets)
        return (kinds & np.uint64(wanted) != 0)[which]


class OpenFilter(FacetFilter):
    """Values that no vocabulary holds. The names of organizations are read with the results."""

    def __init__(self, label: str | Promise, is_known: Callable[[str], bool]) -> None:
        super().__init__(label, lambda terms: {}, sparse=True)
        self.extra["is_known"] = is_known


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class SwitchField(forms.Field):
    def clean(self, value: Any) -> bool:
        """On, unless it says otherwise."""
        return value != "off"


class SwitchFilter(django_filters.Filter):
    field_class = SwitchField


class YearFilter(django_filters.Filter):
    """First or last year of a span; it belongs to the facet `year`."""

    field_class = YearField

    def __init__(self, label: str | Promise, lookup: str) -> None:
        super().__init__(field_name="year", lookup_expr=lookup, label=label, required=False)

    def mask(self, part: Part, year: int) -> Mask:
        years = part.columns.years
        return (years >= year if self.lookup_expr == "gte" else years <= year) & (years != 0)


def choices(facet: str) -> Names:
    """The names that the adapters give to the values of this facet."""
    return lambda terms: {
        value: name
        for adapter in all_adapters()
        if facet in adapter.choices
        for value, name in adapter.choices[facet].choices
    }


def _bare(values: Sequence[str]) -> list[str]:
    return [value.removeprefix(APART) for value in values]


def _value(parameters: QueryDict, name: str, each: django_filters.Filter) -> Any:
    return each.field.widget.value_from_datadict(parameters, {}, name)


def _cleaned(filters: Mapping[str, django_filters.Filter], parameters: QueryDict) -> dict[str, Any]:
    named = [(name, each) for name, each in filters.items() if name in parameters]
    return {name: each.field.clean(_value(parameters, name, each)) for name, each in named}


class SearchFilter(django_filters.FilterSet):
    """What a list page or a search understands of an address. Unknown names and values are left out."""

    q = WordsFilter(required=False)
    meaning = SwitchFilter(required=False)
    kind = FacetFilter(
        _("Kind"), lambda terms: {each.kind: each.plural for each in reversed(all_adapters())}, is_open=True
    )
    goal = FacetFilter(_("Goal"), lambda terms: {goal.number: goal.name for goal in terms.goals.values()}, is_open=True)
    target = FacetFilter(
        _("Target"), lambda terms: {code: f"{code} {term.name}" for code, term in terms.targets.items()}, sparse=True
    )
    theme = FacetFilter(_("Theme"), lambda terms: terms.themes, is_open=True)
    region = FacetFilter(_("Region"), lambda terms: terms.regions, is_open=True)
    country = FacetFilter(_("Country"), lambda terms: terms.countries, sparse=True)
    gives = FacetFilter(_("Country that gives"), lambda terms: terms.countries, sparse=True)
    receives = FacetFilter(_("Country that receives"), lambda terms: terms.countries, sparse=True)
    group = GroupFilter(_("Country group"), lambda terms: terms.groups)
    type = FacetFilter(_("Type of solution"), choices("type"))
    modality = FacetFilter(_("Modality"), choices("modality"))
    status = FacetFilter(_("Status"), choices("status"))
    quality = FacetFilter(_("Quality"), choices("quality"), sparse=True)
    lessons = FacetFilter(_("Lessons"), choices("lessons"))
    block_type = FacetFilter(_("Type of building block"), choices("block_type"))
    organization_type = FacetFilter(_("Type of organization"), choices("organization_type"))
    organization = OpenFilter(_("Organization"), is_key)
    channel_type = FacetFilter(_("Type of funding"), choices("channel_type"))
    publication_type = FacetFilter(_("Type of publication"), choices("publication_type"))
    year = OpenFilter(_("Year"), is_year)
    since = YearFilter(_("From year"), "gte")
    until = YearFilter(_("To year"), "lte")
    language = FacetFilter(_("Language"), lambda terms: terms.languages)

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, parameters: QueryDict, preset: Mapping[str, Sequence[str]] | None = None) -> None:
        """`preset` holds on this page whatever the address says.

        Not as FilterSet does it: that copies every filter and builds a form, and takes longer than the search.
        """
        self.filters = self.base_filters
        self.cleaned = {**self.unset(), **_cleaned(self.filters, parameters)}
        self.preset = {name: values for name, values in (preset or {}).items() if not self._asks_for(name, values)}

    @classmethod
    @cache
    def unset(cls) -> dict[str, Any]:
        """What every filter says where an address does not speak of it. Not to be changed by who reads it."""
        return {name: each.field.clean(_value(QueryDict(), name, each)) for name, each in cls.base_filters.items()}

    @property
    def words(self) -> str:
        return self.cleaned["q"]

    @property
    def means(self) -> bool:
        """Whether what has none of the words, and means the same, is found as well."""
        return self.cleaned["meaning"]

    @cached_property
    def facets(self) -> dict[str, FacetFilter]:
        """Those that a person can choose here."""
        found = {name: each for name, each in self.filters.items() if isinstance(each, FacetFilter)}
        return {name: each for name, each in found.items() if name not in self.preset or self._is_apart(name)}

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """What the person chose, in the order of the filters."""
        values = {name: self.cleaned[name] for name in self.facets}
        return {name: found for name, found in values.items() if found}

    @cached_property
    def span(self) -> dict[str, int]:
        values = {name: self.cleaned[name] for name in ("since", "until")}
        return {name: year for name, year in values.items() if year}

    @property
    def limits(self) -> list[str]:
        """The facets by which the person limits what is found."""
        return [*self.chosen, *(["year"] if self.span and "year" not in self.chosen else [])]

    @cached_property
    def keys(self) -> list[str]:
        """The facets that the index is asked for."""
        wanted = [*self.preset.items(), *self.chosen.items()]
        return [key for name, values in wanted for key in self.filters[name].keys(_bare(values))]

    def page_mask(self, fetched: Fetched, part: Part) -> Mask | None:
        """What belongs to this page, before a person chooses anything; None for everything."""
        masks = [self._page_mask(name, fetched, part) for name in self.preset]
        return np.logical_and.reduce(masks) if masks else None

    def _page_mask(self, name: str, fetched: Fetched, part: Part) -> Mask:
        mask: Mask = self.filters[name].mask(fetched, part, _bare(self.preset[name]))
        return ~mask if self._is_apart(name) else mask

    def _is_apart(self, name: str) -> bool:
        return self.preset[name][0].startswith(APART)

    def _asks_for(self, name: str, values: Sequence[str]) -> bool:
        """Whether the address asks for what otherwise stands on another page."""
        return values[0].startswith(APART) and not set(_bare(values)).isdisjoint(self.cleaned[name])

    def masks(self, fetched: Fetched, part: Part) -> dict[str, Mask]:
        """What each limit lets through, in the order of `limits`."""
        found = {name: self.facets[name].mask(fetched, part, values) for name, values in self.chosen.items()}
        for name, year in self.span.items():
            bound = self.filters[name].mask(part, year)
            found["year"] = found["year"] & bound if "year" in found else bound
        return found

    def parameters(self, *, without: tuple[str, str] = ("", ""), bare: bool = False, **changes: str) -> QueryDict:
        """The address that says the same; without one value, or, as in ("goal", ""), a whole facet, or any (`bare`)."""
        kept = {} if bare else self._kept(*without)
        switch = {} if self.means else {"meaning": ["off"]}
        kept = {"q": [self.words], **switch, **kept, **{name: [value] for name, value in changes.items()}}
        found = QueryDict(mutable=True)
        for name, values in kept.items():
            if kept_values := [value for value in values if value]:
                found.setlist(name, kept_values)
        return found

    def _kept(self, name: str, value: str) -> dict[str, list[str]]:
        values = {**self.chosen, **{bound: [str(year)] for bound, year in self.span.items()}}
        dropped = {name, *(self.span if name == "year" else [])} if not value else set()
        kept = {each: found for each, found in values.items() if each not in dropped}
        if name in kept:
            kept[name] = [each for each in kept[name] if each != value]
        return kept
