import pytest
from django.core.exceptions import ValidationError

from galaxy.core.fields import PartialDateField, validate_partial_date
from partners.forms import OrganizationForm
from solutions.fields import WebAddress


@pytest.mark.parametrize("value", ["2019", "2019-05", "2019-05-31", "1900", "2100-12-31", "2024-02-29"])
def test_a_year_a_month_or_a_day_is_a_date(value):
    assert validate_partial_date(value) is None  # it raises what it refuses


@pytest.mark.parametrize(
    "value",
    ["", "19", "2019-5", "2019-13", "2019-02-30", "1899", "2101", "9999-01-01", "2019-05-31T00:00", "٢٠١٩x", "-1"],
)
def test_anything_else_is_refused(value):
    with pytest.raises(ValidationError, match="Write a year"):
        validate_partial_date(value)


def test_dates_of_different_precision_sort_by_time():
    assert sorted(["2019-05-31", "2018", "2019", "2019-05"]) == ["2018", "2019", "2019-05", "2019-05-31"]


def test_the_field_is_short_and_may_be_empty():
    field = PartialDateField()

    assert (field.max_length, field.blank, field.deconstruct()[1]) == (10, True, "galaxy.core.fields.PartialDateField")


def test_an_address_that_no_reader_can_open_is_refused_by_every_form():
    for field in (WebAddress(), OrganizationForm.base_fields["website"]):
        assert field.clean("https://example.org/page") == "https://example.org/page"
        with pytest.raises(ValidationError, match="that everybody can open"):
            field.clean("http://127.0.0.1/admin")
