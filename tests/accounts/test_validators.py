import pytest
from django.core.exceptions import ValidationError

from accounts.validators import LongEnoughValidator, SiteWordsValidator


@pytest.mark.parametrize("password", ["galaxy2026", "GalaxyGalaxy1", "south-south12", "unossc-2026!"])
def test_the_name_of_the_portal_and_a_few_signs_are_no_password(password):
    with pytest.raises(ValidationError, match="easy to guess"):
        SiteWordsValidator().validate(password)


@pytest.mark.parametrize("password", ["a galaxy far from my house", "quiet river", "ab"])
def test_words_beside_it_are_fine(password):
    assert SiteWordsValidator().validate(password) is None  # it raises what it refuses


def test_the_rule_is_told():
    assert "name" in SiteWordsValidator().get_help_text()


def test_a_short_password_is_told_what_would_do():
    with pytest.raises(ValidationError, match="less than 10 characters is too short"):
        LongEnoughValidator(min_length=10).validate("ninesigns")

    LongEnoughValidator(min_length=10).validate("ten signs!")
