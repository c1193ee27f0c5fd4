"""What the planner of the database believes of its tables."""

from collections.abc import Iterable

from django.db import connection


def count_rows(tables: Iterable[str]) -> None:
    """Let it know of tables that were just written as a whole: until then it takes them to be as they were."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
