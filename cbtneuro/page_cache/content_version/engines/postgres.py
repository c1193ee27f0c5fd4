"""PostgreSQL: a row for each statement that wrote. Rows of their own, so that no writer waits for another."""

from collections.abc import Iterable, Iterator
from typing import Final

# The newest 2,000 to 4,000 rows are kept.
NOTE: Final = """
CREATE OR REPLACE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted bigint;
BEGIN
    INSERT INTO content_change (changes) VALUES (1) RETURNING id INTO noted;
    IF mod(noted, 2000) = 0 THEN
        DELETE FROM content_change WHERE id IN (
            SELECT id FROM content_change WHERE id <= noted - 2000 FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END $$
"""
CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS content_change (id bigserial PRIMARY KEY, changes integer NOT NULL)",
    NOTE,
)
DROP: Final = ("DROP TABLE IF EXISTS content_change", "DROP FUNCTION IF EXISTS note_content_change()")


def triggers(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        yield from drop_triggers([table])
        yield (
            f'CREATE TRIGGER "{table}_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()"
        )


def drop_triggers(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        yield f'DROP TRIGGER IF EXISTS "{table}_changed" ON "{table}"'
