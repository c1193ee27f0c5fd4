"""How people fill in the forms of this room, and what they find in their mail."""

import re
from typing import Any, Final

from django.core.mail import EmailMessage
from django.test import Client

from tests.factories import PASSWORD

OTHER_PASSWORD: Final = "eleven loud magpies"
EMAIL: Final = "ada@example.org"
SLUG: Final = "a-study"
NEXT_URL: Final = f"/articles/{SLUG}/#full"
CARRIED: Final = f"?next=%2Farticles%2F{SLUG}%2F%23full"


def register(
    client: Client, email: str = EMAIL, password: str = PASSWORD, *, next_url: str = "", agree: str = "on"
) -> Any:
    form = {"email": email, "password1": password, "agree": agree, "next": next_url}
    return client.post("/register/", {name: value for name, value in form.items() if value})


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD, *, next_url: str = "", **headers: str) -> Any:
    return client.post("/login/", {"login": email, "password": password, "next": next_url}, headers=headers)


def enter_code(client: Client, code: str, **fields: str) -> Any:
    return client.post("/verify/", {"code": code, "action": "verify", **fields})


def code_in(message: EmailMessage) -> str:
    found = re.search(r"^ {4}(\w{4}-\w{4})$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1]


def text_of(response: Any) -> str:
    """The page without what differs on every request."""
    page: str = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]
