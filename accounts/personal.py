"""What is held of a person: found through foreign keys, and through holders in <app>/personal.py for the rest."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone

from accounts.models import User

OWN = {"user", "author"}
SECRETS = {"accounts.User.password", "mfa.Authenticator.data", "usersessions.UserSession.session_key"}


class Holder:
    """What an app holds of a person beyond rows that point to them; apps override what they need."""

    name: str

    def rows(self, user: User) -> list[dict[str, Any]]:
        """For the person's copy of their data."""
        return []

    def obstacles(self, user: User) -> list[str]:
        """What must be handed over before the person can go, in sentences."""
        return []

    def forget(self, user: User) -> None:
        """Called in the transaction that makes the person anonymous."""


_holders: list[Holder] = []


def register(holder: type[Holder]) -> type[Holder]:
    _holders.append(holder())
    return holder


def holders() -> list[Holder]:
    return list(_holders)


def obstacles(user: User) -> list[str]:
    return [sentence for holder in _holders for sentence in holder.obstacles(user)]


def relations() -> Iterator[ForeignObjectRel]:
    """Every foreign key to a person, but for versions that the audit trail keeps of rows that are listed anyway."""
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if field.remote_field and field.related_model is User:
                yield field.remote_field


def copy_of(user: User) -> dict[str, Any]:
    """All that the portal holds of a person, as plain values; secrets are left out."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for relation in relations():
        field = relation.field
        found = field.model._base_manager.filter(**{field.name: user}).order_by("pk")
        tables.setdefault(field.model._meta.label_lower, []).extend(_row(item, field.name) for item in found)
    for holder in _holders:
        tables.setdefault(holder.name, []).extend(holder.rows(user))
    person = {**_values(user), "countries": list(user.countries.values_list("pk", flat=True))}
    person["regions"] = list(user.regions.values_list("code", flat=True))
    return {"exported_at": timezone.now(), "person": person, "tables": dict(sorted(tables.items()))}


def _row(item: models.Model, as_what: str) -> dict[str, Any]:
    """In full where the person wrote it or it is about them; else which one, and what they did there."""
    return {"as": as_what, **(_values(item) if as_what in OWN else {"id": item.pk})}


def _values(item: models.Model) -> dict[str, Any]:
    return {
        field.attname: field.value_to_string(item)
        if isinstance(field, models.FileField)
        else field.value_from_object(item)
        for field in item._meta.concrete_fields
        if str(field) not in SECRETS and not field.generated
    }
