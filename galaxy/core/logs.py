"""How log records are written."""

import logging


class OneLineFormatter(logging.Formatter):
    """A record a line: what people typed cannot forge a second one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is given
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
