"""A database that is away."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

NOWHERE = {
    "sqlite": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/there/is/no/such/folder.sqlite3"},
    "postgresql": {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "HOST": "127.0.0.1", "PORT": "1"},
}


@pytest.fixture(params=sorted(NOWHERE))
def _no_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site asks a database that cannot be reached: what it raises is that engine's own."""
    broken = ConnectionHandler({"default": NOWHERE[request.param]})["default"]
    with monkeypatch.context() as patched:
        patched.setattr(connection, "ensure_connection", broken.ensure_connection)
        yield
