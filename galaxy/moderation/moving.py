"""Rows that are given from one record to another, and back: what consequences of a merge are made of."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from galaxy.search import services as search


def give(rows: "models.QuerySet[Any]", **to: models.Model) -> list[int]:
    """Let these rows name another record; their keys."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).update(**to)
    return keys


def give_back(rows: "models.QuerySet[Any]", keys: Iterable[int], name: str, *, had: Any, gets: Any) -> list[int]:
    """Those of these keys that still name the one who had them name the other again; which."""
    return give(rows.filter(pk__in=keys, **{name: had}), **{name: gets})


def refresh_all(model: type[models.Model], keys: Iterable[int]) -> None:
    """Have those that are public found under their new name, by workers after commit."""
    for item in model._default_manager.published().filter(pk__in=keys):  # type: ignore[attr-defined]
        search.refresh(item)
