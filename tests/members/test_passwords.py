"""The rule about the commonest passwords."""

import pytest
from django.core.exceptions import ValidationError

from members.passwords import RULES, CommonPasswordValidator

common = CommonPasswordValidator()


def test_the_twenty_thousand_commonest_are_refused() -> None:
    assert round(len(common.passwords), -3) == 20_000
    for password in ("123456", "1234567890", "qwertyuiop", "password123", "liverpool1", "swordfish1", "7777777777"):
        with pytest.raises(ValidationError, match="20,000 commonest"):
            common.validate(password)


@pytest.mark.parametrize("password", ["QWERTYUIOP", "Password123", " password123 "])
def test_case_and_spaces_around_it_hide_nothing(password: str) -> None:
    with pytest.raises(ValidationError):
        common.validate(password)


def test_other_passwords_pass() -> None:
    common.validate("seven quiet herons")


def test_the_rule_that_people_read_names_both_conditions() -> None:
    assert "10 characters" in RULES
    assert "20,000 commonest" in RULES
