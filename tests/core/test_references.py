"""ISBN and DOI as people type them."""

import pytest

from galaxy.core.references import clean_doi, clean_isbn


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("978-3-16-148410-0", "9783161484100"),
        ("ISBN 978 3 16 148410 0", "9783161484100"),
        ("0-306-40615-2", "9780306406157"),
        ("ISBN-10: 080442957X", "9780804429573"),
        ("080442957x", "9780804429573"),
        ("978-3-16-148410-1", None),
        ("0-306-40615-3", None),
        ("12345", None),
        ("٩٧٨٣١٦١٤٨٤١٠٠", None),
        ("", None),
    ],
)
def test_an_isbn_is_kept_as_thirteen_digits_where_its_check_digit_fits(typed, kept):
    assert clean_isbn(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10.18356/9789210010283", "10.18356/9789210010283"),
        ("https://doi.org/10.1000/ABC.1", "10.1000/abc.1"),
        ("http://dx.doi.org/10.1000/a%2Fb", "10.1000/a/b"),
        ("doi: 10.1000/182.", "10.1000/182"),
        ("10.1002/(SICI)1097-4571(199806)49:8", "10.1002/(sici)1097-4571(199806)49:8"),
        ("https://example.org/10.1000/182", None),
        ("10.1000/with space", None),
        ('10.1000/"><script>', None),
        ("10.1/too-short", None),
    ],
)
def test_a_doi_is_kept_as_a_number_in_lower_case(typed, kept):
    assert clean_doi(typed) == kept
