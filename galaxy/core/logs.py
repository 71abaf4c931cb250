"""How log records are written."""

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation


class OneLineFormatter(logging.Formatter):
    """A record a line: what people typed cannot forge a second one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is given
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """A foreign host or a forged form is told in the line before: the way through our code says nothing of it."""
        return "" if isinstance(ei[1], SuspiciousOperation) else super().formatException(ei)
