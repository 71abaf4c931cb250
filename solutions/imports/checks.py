"""What an installation lacks for files."""

from typing import Any

from django.core import checks

from solutions.exchange import paper


@checks.register(deploy=True)
def pango_is_there(**_options: Any) -> list[checks.CheckMessage]:
    if paper.is_available():
        return []
    hint = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core fonts-noto-cjk"
    return [checks.Info("Solutions have no PDF and no poster: Pango is missing.", hint=hint, id="galaxy.I001")]
