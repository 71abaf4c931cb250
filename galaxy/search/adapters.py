"""What an app says about its items. Apps register an adapter in <app>/search.py, which is found by itself."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.utils.functional import Promise

from galaxy.taxonomy.labels import Vocabulary

Item = TypeVar("Item", bound=models.Model)


@dataclass(frozen=True)
class Entry:
    """One row of the index. `facets` are "group:value"; `card` is what a result in a list shows, as plain JSON."""

    title: str
    summary: str
    language: str
    published_at: datetime.datetime | None  # all that is public has one
    body: str = ""
    acronym: str = ""
    year: int | None = None
    facets: list[str] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)
    # Nobody has confirmed it for long: it stands lower among the best.
    is_stale: bool = False


class Adapter(ABC, Generic[Item]):
    """How the items of one model become entries."""

    model: ClassVar[type[models.Model]]
    kind: ClassVar[str]
    plural: ClassVar["str | Promise"]
    # Names of the values of its own facets: facet group to choices.
    choices: ClassVar[Mapping[str, type[models.TextChoices]]] = {}
    # The field that leads to the item of which these are parts: they are indexed and taken out with it, never alone.
    part_of: ClassVar[str] = ""

    @abstractmethod
    def published(self) -> "models.QuerySet[Item]":
        """Public items, with all that entry() reads."""

    @abstractmethod
    def entry(self, item: Item) -> Entry:
        """The entry of one public item."""

    @abstractmethod
    def shown(self, card: dict[str, Any], terms: Vocabulary) -> dict[str, Any]:
        """What a list shows of an item, as components/entry.html takes it: from its card alone, without a query."""


_adapters: dict[type[models.Model], Adapter[Any]] = {}


def register(adapter: type[Adapter[Any]]) -> type[Adapter[Any]]:
    _adapters[adapter.model] = adapter()
    return adapter


def get_adapter(model: type[models.Model]) -> Adapter[Any]:
    return _adapters[model]


def adapters_of_parts(model: type[models.Model]) -> list[Adapter[Any]]:
    """Of what goes with the items of this model."""
    return [
        each
        for each in all_adapters()
        if each.part_of and each.model._meta.get_field(each.part_of).related_model == model
    ]


def all_adapters() -> list[Adapter[Any]]:
    return list(_adapters.values())


def adapter_of(kind: str) -> Adapter[Any]:
    return next(adapter for adapter in _adapters.values() if adapter.kind == kind)


def has_adapter(model: type[models.Model]) -> bool:
    return model in _adapters
