"""Who asks: a person by a token of theirs, or anybody. Nothing else says who somebody is here, no session above all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from api.problems import Problem
from articles.access import Person, allows
from members.consent import has_agreed
from members.entrance.tokens.scopes import SCOPES
from members.entrance.tokens.token_acts import note_use, person_of, token_called
from members.models import Token, User
from members.origin import origin_of
from members.second_factor.required import lacks_second_factor

KEPT: Final = "cbtneuro.asking"  # among what a request carries
CHALLENGE: Final = 'Bearer realm="api"'
SHOW_ONE: Final = "Send a token with it: “Authorization: Bearer …”. People make them in their account."
NOT_ONE: Final = "This token is not known, was ended, or has expired. Its person can make another in their account."


@dataclass(frozen=True)
class Asking:
    """`person` may do what their role and the token both allow; `at`: the moment for which all is decided."""

    person: Person
    at: datetime
    token: Token | None = None

    def user(self, scope: str) -> User:
        """The person, where the token has this scope and their role of today allows it. Raises `Problem`."""
        if self.token is None or not isinstance(self.person, User):
            raise Problem(401, SHOW_ONE, headers={"WWW-Authenticate": CHALLENGE})
        if scope not in self.token.scopes:
            told = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
            detail = f"This token may not do this: it needs the scope {scope}."
            raise Problem(403, detail, headers={"WWW-Authenticate": told}, scope=scope)
        if not all(allows(self.person, name) for name in SCOPES[scope].permissions):
            raise Problem(403, "The role of this token's person does not allow this any more.")
        return self.person


def who_asks(request: HttpRequest) -> Asking:
    """Raises `Problem` (401) for a token that does not hold, and (403) for a person who has to see to something first.

    Two queries with a token, and a third where its use is noted.
    """
    now, sent = timezone.now(), request.headers.get("Authorization")
    if sent is None:
        return Asking(AnonymousUser(), now)
    kind, _, text = sent.partition(" ")
    token = token_called(text.strip(), now) if kind.lower() == "bearer" else None
    person = person_of(token) if token else None
    if token is None or person is None:
        raise Problem(401, NOT_ONE, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
    refuse_who_has_something_to_do(request, person)
    if not getattr(request, "is_under_maintenance", False):
        note_use(token, now)
    return Asking(person, now, token)


def refuse_who_has_something_to_do(request: HttpRequest, person: User) -> None:
    """What the site asks of people before anything else, a program cannot do for them."""
    if not has_agreed(person):
        address = origin_of(request) + reverse("members:consent")
        raise Problem(403, f"The terms have changed: its person has to agree to them first, at {address}")
    only, person.only = person.only, None
    lacks = lacks_second_factor(person)
    person.only = only
    if lacks:
        address = origin_of(request) + reverse("mfa_index")
        raise Problem(403, f"Its person has to set up a second factor first, at {address}")


def asking_of(request: HttpRequest) -> Asking:
    """Who asks, as it was found out when the request came in."""
    asking: Asking = request.META[KEPT]
    return asking
