"""Statements that are written once, whatever their values."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Concat

from members import prepared
from members.prepared import Parameter
from tags.models import Tag, Taxonomy
from tests.factories import make_tag, make_taxonomy

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def told(taxonomy: Taxonomy) -> list[tuple[Any, ...]]:
    def queryset() -> "QuerySet[Tag, tuple[Any, ...]]":
        said = Concat("name", Value(" isn't 100%, %s"))
        found = Tag.objects.filter(taxonomy=Parameter("taxonomy", BigIntegerField())).annotate(said=said)
        return found.order_by("name").values_list("said", Value(2))

    return prepared.rows("told", queryset=queryset, taxonomy=taxonomy.pk)


def test_values_differ_and_the_statement_does_not() -> None:
    one, other = make_taxonomy("fear"), make_taxonomy("hope")
    make_tag("Fear", one)
    make_tag("Hope", other)
    assert told(one) == [("Fear isn't 100%, %s", 2)]
    assert told(other) == [("Hope isn't 100%, %s", 2)]


def test_postgresql_plans_it_once_in_a_connection() -> None:
    taxonomy = make_taxonomy()
    for _ in range(3):
        told(taxonomy)
    assert kept_plans("%isn''t 100%") == (1 if connection.vendor == "postgresql" else 0)


def kept_plans(like: str) -> int:
    """How many prepared statements this connection keeps of those. SQLite's are kept by its driver."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [like])
        return int(cursor.fetchone()[0])
