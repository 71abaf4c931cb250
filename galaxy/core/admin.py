"""What the administration of several apps needs."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest


class KnownKeysSelect(AutocompleteSelect):
    """Stock Django asks the database for whatever was sent; what can be no key is left out instead."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [text for text in value if can_be(key, text)], attr)


class CompletingAdmin(admin.ModelAdmin):
    """Relations in `autocomplete_fields` are chosen as one types."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownKeysSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def can_be(key: "Field[Any, Any]", text: str) -> bool:
    try:
        key.to_python(text)
    except ValidationError:
        return False
    return "\0" not in text


class ReadOnly:
    """Before ModelAdmin: nobody writes here, and who may see the rows sees the module."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
