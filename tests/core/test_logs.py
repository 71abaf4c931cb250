import logging

from galaxy.core.logs import OneLineFormatter


def test_what_people_typed_cannot_forge_a_second_line():
    record = logging.LogRecord("galaxy", logging.WARNING, "f", 1, "Name: %s", ("A\r\n2026 INFO forged",), None)

    text = OneLineFormatter().format(record)

    assert "\n" not in text
    assert text.endswith("Name: A\\r\\n2026 INFO forged")
