"""What every test starts from: an empty cache, and after a flush of the database the rows that the migrations made."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_rate_limits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits live in the cache: no test begins with the attempts of another."""
    yield
    if {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        cache.clear()
