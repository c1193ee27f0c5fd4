"""Who did nothing at the desk or in the admin for some hours logs in anew to go on there, and loses nothing."""

import time
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from members.entrance import idle
from members.roles import ADMINISTRATOR, EDITOR
from tests.desk.desk import begun
from tests.factories import PASSWORD, make_tag, make_user
from tests.filled import form_of
from tests.page import Page

pytestmark = pytest.mark.django_db
HOUR: Final = 3600
DESK: Final = "/desk/"


class Clock:
    """Hours from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.hours = time.time(), 0.0
        monkeypatch.setattr("time.time", lambda: self.began + self.hours * HOUR)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def logged_in(role: str = EDITOR) -> Client:
    """Through the form, as people do."""
    client, user = Client(), make_user(role)
    assert client.post("/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("role", "place"), [(EDITOR, DESK), (ADMINISTRATOR, "/admin/"), (ADMINISTRATOR, "/desk/webhooks/")]
)
def test_hours_without_doing_anything_end_the_log_in_and_doing_something_goes_on(
    role: str, place: str, clock: Clock
) -> None:
    client = logged_in(role)
    for clock.hours in (11.9, 23.7, 35.5):
        assert client.get(place).status_code == 200
    clock.hours += 12.1
    answer = client.get(place)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_login"))
    assert "You did nothing at the desk for 12 hours." in Page.of(client.get(answer["Location"])).text
    assert client.get("/account/").status_code == 302


def test_who_logged_in_and_came_to_the_desk_much_later_is_asked_too(clock: Clock) -> None:
    client = logged_in()
    clock.hours = 12.1
    assert client.get("/account/").status_code == 200  # to read, they stay logged in
    assert client.get(DESK).status_code == 302


def test_an_open_page_that_asks_by_itself_keeps_nobody_logged_in(clock: Clock) -> None:
    client = logged_in()
    article = begun(make_user(EDITOR))
    client.get(DESK)
    for clock.hours in (6, 11.9):
        assert client.post(reverse("desk:presence", args=[article.pk]), {"tab": "one"}).status_code == 200
    clock.hours = 12.1
    assert client.post(reverse("desk:presence", args=[article.pk]), {"tab": "one"}).status_code == 302


def test_what_was_written_is_kept_through_the_log_in(clock: Clock) -> None:
    client, tag = logged_in(), make_tag("Fear")
    address = f"/desk/tags/{tag.pk}/"
    fields = form_of(client, address, "main-form").fields
    clock.hours = 12.1
    answer = client.post(address, {**fields, "note": ["Written overnight."]})
    assert answer.status_code == 403
    assert "What you wrote is kept on this page" in Page.of(answer).text
    script = logged_in()
    clock.hours = 24.3
    told = script.post(address, fields, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()) == (401, {"login": "/login/"})


def test_it_can_be_left_out(clock: Clock, settings: Any) -> None:
    settings.STAFF_IDLE_HOURS = 0
    client = logged_in()
    clock.hours = 300
    assert client.get(DESK).status_code == 200


def test_the_session_is_written_now_and_then_and_not_by_every_page(clock: Clock) -> None:
    client = logged_in()
    client.get(DESK)
    clock.hours = 1
    client.get(DESK)
    noted = client.session[idle.SEEN]
    clock.hours = 1.05
    client.get(DESK)
    assert client.session[idle.SEEN] == noted
    clock.hours = 1.1
    client.get(DESK)
    assert client.session[idle.SEEN] > noted
