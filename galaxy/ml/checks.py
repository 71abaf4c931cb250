"""Tells the operator how search and suggestions work on this installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register

from galaxy.ml import embedding
from galaxy.ml.catalogue import MODELS, OFF


@register()
def embedder_is_told(**kwargs: Any) -> list[CheckMessage]:
    """galaxy.E002: no such choice. galaxy.W001: chosen and not usable. galaxy.I001: which one is on."""
    if settings.EMBEDDER not in {*MODELS, OFF}:
        return [
            Error(f"GALAXY_EMBEDDER is {settings.EMBEDDER!r}; it can be {', '.join([*MODELS, OFF])}.", id="galaxy.E002")
        ]
    try:
        return [Info(f"Search and suggestions use meaning: {embedding.status()}.", id="galaxy.I001")]
    except embedding.Unavailable as reason:
        told = f"Search and suggestions go by words only. {reason}"
    if settings.EMBEDDER == OFF:
        return [Info(told, id="galaxy.I001")]
    return [Warning(told, hint="python3 manage.py install brings the package of the default.", id="galaxy.W001")]
