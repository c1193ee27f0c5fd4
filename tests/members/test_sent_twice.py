"""A double click sends a form twice: the second answer leads where the first one did, and nobody is logged out."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage

from members.models import User
from members.roles import MEMBER, role_of
from tests.factories import PASSWORD, make_user
from tests.members.browsers import Browser, post_at_once
from tests.members.people import CARRIED, EMAIL, NEXT_URL, OTHER_PASSWORD, code_in

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("empty_cache")]

ROUNDS: Final = 4
Form = tuple[str, dict[str, str]]
Mails = list[EmailMessage]


@pytest.fixture
def empty_cache(transactional_db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code_after_registration(browser: Browser, mailoutbox: Mails) -> Form:
    browser.get(f"/register/{CARRIED}")
    browser.post(f"/register/{CARRIED}", {"email": EMAIL, "password1": PASSWORD, "agree": "on"})
    browser.get(f"/verify/{CARRIED}")
    return f"/verify/{CARRIED}", {"code": code_in(mailoutbox[-1]), "action": "verify"}


def code_for_a_new_password(browser: Browser, mailoutbox: Mails) -> Form:
    make_user(MEMBER, email=EMAIL)
    browser.get(f"/password/reset/{CARRIED}")
    browser.post(f"/password/reset/{CARRIED}", {"email": EMAIL})
    return f"/password/reset/code/{CARRIED}", {"code": code_in(mailoutbox[-1])}


def new_password(browser: Browser, mailoutbox: Mails) -> Form:
    browser.post(*code_for_a_new_password(browser, mailoutbox))
    return f"/password/reset/new/{CARRIED}", {"password1": OTHER_PASSWORD}


def right_password(browser: Browser, mailoutbox: Mails) -> Form:
    del mailoutbox
    make_user(MEMBER, email=EMAIL)
    browser.get(f"/login/{CARRIED}")
    browser.post(f"/login/{CARRIED}", {"login": EMAIL, "password": OTHER_PASSWORD})  # so that there is a session
    return f"/login/{CARRIED}", {"login": EMAIL, "password": PASSWORD}


FORMS: Final[dict[str, tuple[Callable[[Browser, Mails], Form], str]]] = {
    "the code after registration": (code_after_registration, NEXT_URL),
    "the code for a new password": (code_for_a_new_password, f"/password/reset/new/{CARRIED}"),
    "the new password": (new_password, NEXT_URL),
    "the right password": (right_password, NEXT_URL),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_second_answer_leads_where_the_first_one_did(live_server: object, mailoutbox: Mails, form: str) -> None:
    begin, leads_to = FORMS[form]
    first = Browser(str(live_server))
    address, fields = begin(first, mailoutbox)
    second = first.again()
    answers = [first.post(address, fields), second.post(address, fields)]
    assert [(answer.status, answer.location) for answer in answers] == [(302, leads_to)] * 2
    assert is_logged_in(second) is (leads_to == NEXT_URL)


@pytest.mark.parametrize("form", FORMS)
def test_at_the_same_moment_as_well_and_both_stay_logged_in(live_server: object, mailoutbox: Mails, form: str) -> None:
    begin, leads_to = FORMS[form]
    for _ in range(ROUNDS):
        first = Browser(str(live_server))
        address, fields = begin(first, mailoutbox)
        browsers = [first, first.again(), first.again()]
        answers = post_at_once(browsers, address, fields)
        assert {(answer.status, answer.location) for answer in answers} == {(302, leads_to)}
        assert {is_logged_in(browser) for browser in browsers} == {leads_to == NEXT_URL}
        assert role_of(User.objects.get()) == MEMBER
        User.objects.all().delete()
        cache.clear()


def is_logged_in(browser: Browser) -> bool:
    return browser.get("/account/").status == 200
