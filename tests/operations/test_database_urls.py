"""Addresses of databases, as PostgreSQL's own programs take them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from operations.database_urls import database_at, standbys_at


def test_an_address_may_name_several_servers_and_options_as_the_programs_of_postgresql_take_them() -> None:
    found = database_at("postgres://ana:p%40ss@one:5432,two:5433/site?sslmode=require")
    assert found["OPTIONS"] == {"sslmode": "require", "target_session_attrs": "read-write"}
    assert [found[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")] == [
        "one,two", "5432,5433", "ana", "p@ss", "site",
    ]  # fmt: skip
    assert database_at("postgres://a,b/c?target_session_attrs=any")["OPTIONS"] == {"target_session_attrs": "any"}
    assert database_at("postgres:///site")["OPTIONS"] == {}


@pytest.mark.parametrize(
    "address",
    ["postgres://ana:se cret@one/site", "postgres://ana:secret@one/site?nope=1", "mysql://ana:secret@one:999999/s"],
)
def test_an_address_that_is_none_is_told_without_its_password(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as caught:
        database_at(address)
    assert "cret" not in str(caught.value)


def test_standbys_are_only_read_and_are_those_of_postgresql() -> None:
    found = standbys_at("postgres://ana@two,three/site?sslmode=require")
    assert found["OPTIONS"] == {"sslmode": "require", "target_session_attrs": "standby"}
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICAS"):
        standbys_at("sqlite:////tmp/site.sqlite3")
