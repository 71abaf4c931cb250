"""System checks that keep every moderated model whole."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from galaxy.moderation.models import Moderated
from galaxy.search.adapters import has_adapter


@register()
def moderated_models_are_searchable(**kwargs: Any) -> list[CheckMessage]:
    """galaxy.E001: a moderated model without a search adapter would be published and never found."""
    return [
        Error(
            f"{model._meta.label} is moderated but has no search adapter.",
            hint=f"Write an Adapter in {model._meta.app_config.name.replace('.', '/')}/search.py and register it.",
            obj=model,
            id="galaxy.E001",
        )
        for model in apps.get_models()
        if issubclass(model, Moderated) and model.is_searched and not has_adapter(model)
    ]
