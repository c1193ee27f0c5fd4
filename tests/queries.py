"""Counting the queries of a page."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(address: str, client: Client | None = None) -> list[str]:
    """The SQL of one GET that has to answer 200; without `client`, as somebody who was never here."""
    with CaptureQueriesContext(connection) as captured:
        response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in captured]


def assert_same_queries_for_any_number(
    address: str, add: Callable[[int], object], client: Client | None = None
) -> None:
    """Add 3 rows, count; add 5 more, count again. An answer before both fills what this process keeps in memory."""
    add(2)
    queries_of(address, client)
    add(1)
    few = queries_of(address, client)
    add(5)
    many = queries_of(address, client)
    assert len(few) == len(many), "\n".join(many)


def as_if_committed() -> None:
    """What a test set up stands as if in a transaction before: the next act asks for the write lock itself."""
    connection.run_on_commit.clear()
