import time

import pytest

from galaxy.core.text import tidy, tidy_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x07\x1b[31mb", "a[31mb"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  edge  ", "edge"),
        ("file\u202egpj.exe", "filegpj.exe"),
        ("\ufeffstart", "start"),
        ("cafe\u0301", "café"),
        ("a\ud800b", "ab"),
    ],
)
def test_what_cannot_be_shown_is_dropped(typed, kept):
    assert tidy(typed) == kept


def test_three_hundred_marks_on_one_letter_become_four():
    assert tidy("q" + "\u0301" * 300) == "q" + "\u0301" * 4


def test_vowel_signs_of_arabic_and_hindi_stay():
    words = "مُحَمَّدٌ हिन्दी"

    assert tidy(words) == words


def test_a_line_has_no_breaks_and_single_spaces():
    assert tidy_line("Subject:\r\n  Bcc:\tall") == "Subject: Bcc: all"


def test_a_long_text_is_quick():
    started = time.perf_counter()

    tidy("a\u0301\u0302\x00 " * 100_000)

    assert time.perf_counter() - started < 1
