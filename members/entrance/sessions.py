"""Sessions: how they are written, and what becomes of a visitor's when they log in. The site's `SESSION_ENGINE`."""

from datetime import timedelta
from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError
from django.db.models import CharField, DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from members import prepared
from members.prepared import Parameter

SENT_TWICE: Final = timedelta(minutes=1)


def stored() -> "QuerySet[Session, tuple[str]]":
    at = Parameter("at", DateTimeField())
    found = Session.objects.filter(session_key=Parameter("key", CharField()), expire_date__gt=at)
    return found.values_list("session_data")


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        for (data,) in prepared.rows("session", queryset=stored, key=self.session_key, at=timezone.now()):
            return self.decode(data)
        self._session_key = None
        return {}

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own signature
        """Django takes a database that is away for a session that was deleted, and the page would be 400."""
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            outage = error.__context__
            if isinstance(outage, OperationalError | InterfaceError):
                raise outage from outage.__cause__
            raise


def end_soon(session: SessionBase) -> bool:
    """Let it end by itself in a minute. False when that was settled before: another request has left it.

    That request may have begun after this one, and have let it end a little later than this one would: what ends within
    two minutes counts as settled.
    """
    soon = timezone.now() + SENT_TWICE
    kept = Session.objects.filter(session_key=session.session_key, expire_date__gt=soon + SENT_TWICE)
    return kept.update(expire_date=soon) > 0


def leave_session(request: HttpRequest) -> None:
    """Log in from a copy.

    Django deletes the session before the log-in. The same form, sent again by a double click, would then find nothing
    that waits, and its answer would take the cookie of the new session away. In the old session it does what the first
    one did.
    """
    end_soon(request.session)
    before = dict(request.session.items())
    request.session = type(request.session)()
    request.session.update(before)
