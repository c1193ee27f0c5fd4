"""Nobody learns from this site who has an account: known and unknown addresses get the same answers for the same work.

Bytes (but for what differs with every request), status, where it leads, and the number of queries. The e-mail tells.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.roles import READER
from tests.factories import PASSWORD, make_user
from tests.members.people import OTHER_PASSWORD, register, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

WRONG: Final = "XXXX-XXXX"
Step = Callable[[Client, str], Any]


def post(page: str, **sent: str) -> Step:
    """`{}` in what is sent stands for the address."""
    return lambda client, email: client.post(page, {name: text.format(email) for name, text in sent.items()})


def get(page: str) -> Step:
    return lambda client, email: client.get(page)


def shown_password(client: Client, email: str) -> Any:
    """Somebody else, who is logged in, and has just shown who they are."""
    client.force_login(make_user(email=f"somebody.{email}"))
    return client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/address/"})


ADDRESS: Final = "/account/address/"
WALKS: Final[dict[str, list[Step]]] = {
    "registration": [
        lambda client, email: register(client, email),
        get("/verify/"),
        post("/verify/", code=WRONG, action="verify"),
        post("/verify/", action="resend"),
        post("/verify/", code=WRONG, action="verify"),
        post("/verify/", code=WRONG, action="verify"),
    ],
    "log-in": [post("/login/", login="{}", password=OTHER_PASSWORD), get("/login/")],
    "forgotten password": [
        post("/password/reset/", email="{}"),
        get("/password/reset/code/"),
        *[post("/password/reset/code/", code=WRONG)] * 3,
    ],
    "another address": [
        shown_password,
        post(ADDRESS, email="{}"),
        get("/verify/"),
        *[post("/verify/", code=WRONG, action="verify")] * 3,
    ],
    "log-in by code": [
        post("/login/code/", email="{}"),
        get("/login/code/enter/"),
        *[post("/login/code/enter/", code=WRONG)] * 3,
    ],
}


def walked(steps: list[Step], email: str) -> list[tuple[Any, ...]]:
    client, answers = Client(), []
    for step in steps:
        with CaptureQueriesContext(connection) as captured:
            answer = step(client, email)
        page = text_of(answer).replace(email, "ADDRESS")
        answers.append((answer.status_code, answer.headers.get("Location"), len(captured), page))
    return answers


@pytest.mark.parametrize("known_as", ["member", "one who never confirmed", "closed account"])
@pytest.mark.parametrize("walk", WALKS)
def test_a_known_address_gets_the_answers_of_an_unknown_one(walk: str, known_as: str) -> None:
    role = READER if known_as == "one who never confirmed" else "member"
    make_user(role, email="known@example.org", active=known_as != "closed account")
    walked(WALKS[walk], "early@example.org")  # what is read once and kept is there from now on
    known, unknown = walked(WALKS[walk], "known@example.org"), walked(WALKS[walk], "fresh@example.org")
    assert [answer[:3] for answer in known] == [answer[:3] for answer in unknown]
    assert known == unknown
