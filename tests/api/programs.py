"""Programs that ask the API, each by a token of a person."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from members.entrance.tokens.scopes import scopes_for
from members.entrance.tokens.token_acts import make_token
from members.models import Token, User

ROOT = "/api/v1"


def token_of(user: User, *scopes: str, days: int = 30, at: datetime | None = None) -> str:
    made_at = at or timezone.now()
    return make_token("A program", scopes, by=user, at=made_at, expires_at=made_at + timedelta(days=days))[1]


def token_with_all_scopes(user: User) -> str:
    return token_of(user, *(scope.name for scope in scopes_for(user)))


def row_of(token: str) -> Token:
    return Token.objects.order_by("-pk")[0] if token else Token()


class Program(Client):
    """Sends JSON, and the token with everything."""

    def __init__(self, token: str = "") -> None:
        super().__init__(headers={"Authorization": f"Bearer {token}"} if token else {})

    def read(self, path: str, **headers: str) -> Any:
        return self.get(f"{ROOT}{path}", headers=headers)

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """Names of headers with underscores: `If_Match`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {} if data is None else {"data": data, "content_type": "application/json"}
        return getattr(self, method)(f"{ROOT}{path}", **body, headers=sent)


def slugs(response: Any) -> list[str]:
    return [item["slug"] for item in response.json()["items"]]


def every_page(program: Program, path: str) -> Iterable[dict[str, Any]]:
    """The items of all pages, along `next`."""
    address: str | None = f"{ROOT}{path}"
    while address:
        said = program.get(address).json()
        yield from said["items"]
        address = said["next"]
