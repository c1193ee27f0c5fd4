"""The rule about the commonest passwords."""

import pytest
from django.core.exceptions import ValidationError

from members.passwords import RULES, CommonestPasswordsValidator

commonest = CommonestPasswordsValidator()


def test_the_three_thousand_commonest_are_refused() -> None:
    assert len(commonest.passwords) == 3000
    for password in ("123456", "1234567890", "qwertyuiop", "password123", "liverpool1"):
        with pytest.raises(ValidationError, match="3,000 commonest"):
            commonest.validate(password)


@pytest.mark.parametrize("password", ["QWERTYUIOP", "Password123", " password123 "])
def test_case_and_spaces_around_it_hide_nothing(password: str) -> None:
    with pytest.raises(ValidationError):
        commonest.validate(password)


def test_other_passwords_pass() -> None:
    commonest.validate("seven quiet herons")


def test_the_rule_that_people_read_names_both_conditions() -> None:
    assert "10 characters" in RULES
    assert f"{commonest.number:,} commonest" in RULES
