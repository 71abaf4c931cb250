import logging
import sys

from django.core.exceptions import DisallowedHost

from galaxy.core.logs import OneLineFormatter


def test_what_people_typed_cannot_forge_a_second_line():
    record = logging.LogRecord("galaxy", logging.WARNING, "f", 1, "Name: %s", ("A\r\n2026 INFO forged",), None)

    text = OneLineFormatter().format(record)

    assert "\n" not in text
    assert text.endswith("Name: A\\r\\n2026 INFO forged")


def test_what_strangers_send_takes_one_line_and_a_fault_of_ours_its_traceback():
    lines = [formatted(fault) for fault in (DisallowedHost("Invalid HTTP_HOST header"), ValueError("ours"))]

    assert [line.count("Traceback") for line in lines] == [0, 1]
    assert "\n" not in lines[0].strip()


def formatted(fault: Exception) -> str:
    try:
        raise fault
    except type(fault):
        record = logging.LogRecord("django", logging.ERROR, __file__, 1, str(fault), (), sys.exc_info())
    return OneLineFormatter().format(record)
