"""The one spelling of a password, and what is refused as one."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.test import Client

from members.entrance.passwords import RULES, CommonPasswordValidator, opaque_string
from members.models import User
from tests.factories import PASSWORD, make_user
from tests.members.hashers import CountingHasher
from tests.members.people import log_in, register, text_of

# As it is set, and as it is typed later; the next case joins in a line.
ONE_PASSWORD = [
    ("drei grüne Ängste", "drei gru\u0308ne A\u0308ngste"),
    ("drei gru\u0308ne A\u0308ngste", "drei grüne Ängste"),
    ("seven quiet herons", "seven\u00a0quiet\u2009herons"),
    ("seven　quiet　herons", "seven quiet herons"),
    ("seven quiet herons 7", "ｓｅｖｅｎ quiet herons ７"),
    ("パスワード七つの鷺です", "ﾊﾟｽﾜｰﾄﾞ七つの鷺です"),
    ("한국어 비밀번호입니다", "\u1112\u1161\u11ab국어 비밀번호입니다"),
]
OTHERS = [
    ("Seven quiet herons", "seven quiet herons"),  # case counts
    ("seven quiet herons", "seven  quiet herons"),
    ("drei grüne Ängste", "drei grune Angste"),
    ("seven ﬁne herons", "seven fine herons"),  # RFC 8265 folds no ligature
]
UNTYPABLE = [
    "seven quiet\u200b herons", "seven\tquiet herons", "\ufeffseven quiet herons", "seven quiet \U000fffff\U0001fffe",
    "seven quiet\x7f herons",
]  # fmt: skip


@pytest.mark.parametrize(("stored", "typed"), ONE_PASSWORD)
def test_a_password_is_the_same_however_a_keyboard_spells_it(stored: str, typed: str) -> None:
    assert opaque_string(stored) == opaque_string(typed)
    user = User()
    user.set_password(stored)
    assert user.check_password(typed)
    assert user.check_password(stored)


@pytest.mark.parametrize(("stored", "typed"), OTHERS)
def test_another_password_is_another(stored: str, typed: str) -> None:
    user = User()
    user.set_password(stored)
    assert not user.check_password(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("password", [spelling for pair in ONE_PASSWORD for spelling in pair])
def test_a_password_from_before_there_was_one_spelling_opens_as_it_was_typed(password: str, client: Client) -> None:
    user = make_user()
    User.objects.filter(pk=user.pk).update(password=make_password(password))
    assert log_in(client, user.email, password).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("password", UNTYPABLE)
def test_a_password_that_nobody_can_type_again_is_not_set(password: str, client: Client) -> None:
    response = register(client, password=password)
    assert "a character that cannot be seen" in text_of(response)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_rules_look_at_a_password_as_it_is_stored(client: Client) -> None:
    assert "at least 10 characters" in text_of(register(client, password="u\u0308" * 5))
    assert "commonest" in text_of(register(client, password="ｐａｓｓｗｏｒｄ１２３"))


@pytest.mark.django_db
@pytest.mark.parametrize("password", [PASSWORD, "gru\u0308ner Tee und Keks"])
def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(password: str, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.members.hashers.CountingHasher"]
    known, costs = make_user(), []
    for address in (known.email, "nobody@example.org"):
        CountingHasher.count = 0
        log_in(Client(), address, f"{password} that is wrong")
        costs.append(CountingHasher.count)
    assert costs == [1 + (password != PASSWORD)] * 2


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
