"""PostgreSQL's indexes of search are made at once from all rows: row by row they take three times as long as the rest.

What was put aside stands in a table of its own, in the transaction that drops it. So a run that was killed loses none:
the next one brings them back.
"""

from typing import Final

from django.db import connection, transaction

from articles.models import FullPostWords, PublicWords
from articles.search.engines.postgres_keys import settle, tell_common_words, without_statistics
from tags.management.progress import Begin

ASIDE: Final = "synthesis_indexes"
TABLES: Final = [model._meta.db_table for model in (PublicWords, FullPostWords)]
FOUND: Final = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexdef LIKE '%% USING gin %%'"
)
MEMORY: Final = "SET LOCAL maintenance_work_mem = '512MB'"


@transaction.atomic
def put_aside() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {ASIDE} (name text PRIMARY KEY, definition text NOT NULL)")
        cursor.execute(f"INSERT INTO {ASIDE} {FOUND} RETURNING name", [TABLES])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def bring_back(begin: Begin) -> None:
    """Make again what was put aside, in this run or in one that was stopped; each is committed."""
    if connection.vendor != "postgresql" or ASIDE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, definition FROM {ASIDE} ORDER BY name")  # noqa: S608  a name of ours
        waiting = cursor.fetchall()
    tell_common_words()
    more = begin("Making indexes of search", len(waiting))
    for name, definition in waiting:
        make(name, definition)
        more(1)
    settle()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {ASIDE}")


@transaction.atomic
def make(name: str, definition: str) -> None:
    connection.check_constraints()  # no index is made of a table about whose rows something is still to be asked
    with connection.cursor() as cursor:
        cursor.execute(MEMORY)
        cursor.execute(definition)
        cursor.execute(without_statistics(connection.ops.quote_name(name)))
        cursor.execute(f"DELETE FROM {ASIDE} WHERE name = %s", [name])  # noqa: S608  a name of ours
