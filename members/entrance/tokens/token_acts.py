"""Making and ending tokens, and whom a token stands for."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import DatabaseError, transaction

from members.entrance.backends import RoleBackend
from members.entrance.tokens.scopes import permissions_of, scopes_for
from members.entrance.tokens.spelling import digest_of, is_spelled_like_one, new_token
from members.models import Token, User

MOST: Final = 20  # tokens of a person

logger = logging.getLogger(__name__)


class TokenRefused(Exception):
    """Raised with the reason in words; nothing was made."""


@transaction.atomic
def make_token(name: str, scopes: Iterable[str], *, by: User, at: datetime, expires_at: datetime) -> tuple[Token, str]:
    """The row, and the token itself, which nobody can read again. Raises `TokenRefused`."""
    User.objects.select_for_update().get(pk=by.pk)  # so that two at once do not pass the limit
    wanted = set(scopes)
    open_to_them = [scope.name for scope in scopes_for(by)]
    if not wanted <= set(open_to_them):
        raise TokenRefused("Your role does not allow one of these.")
    if by.tokens.count() >= MOST:
        raise TokenRefused(f"You have {MOST} tokens, which is as many as one can have. End one that you do not use.")
    token = new_token()
    kept = [scope for scope in open_to_them if scope in wanted]
    row = Token.objects.create(
        user=by, name=name, digest=digest_of(token), scopes=kept, made_at=at, expires_at=expires_at
    )
    return row, token


def end_token(token: Token) -> None:
    token.delete()


def token_called(text: str, at: datetime) -> Token | None:
    """The row of a token that is spelled so and has not expired. One query, none for what cannot be one."""
    found = Token.objects.with_digest(digest_of(text)) if is_spelled_like_one(text) else None
    return found if found and found.is_running(at) else None


def person_of(token: Token) -> User | None:
    """Its person as far as the token goes: their role of this moment, and of that no more than its scopes. One query.

    A scope of which the role does not hold all gives nothing of it. None where the account is closed.
    """
    user = RoleBackend().get_user(token.user_id)
    if user:
        held = {scope.name for scope in scopes_for(user)}
        user.only = permissions_of(held.intersection(token.scopes))
    return user


def note_use(token: Token, at: datetime) -> None:
    """A database that takes no writing keeps nobody from reading."""
    if not token.is_to_be_noted(at):
        return
    try:
        with transaction.atomic():
            Token.objects.note_use(token, at)
    except DatabaseError as error:
        logger.warning("That a token was used could not be noted: %s", error)
