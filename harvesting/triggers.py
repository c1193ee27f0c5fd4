"""How the database notes by itself which records may have changed: no bulk write goes around that.

Names of topics are in many records: a rename marks none of them, and `harvesting.noticing` compares topics instead.
A migration that makes one of these tables anew on SQLite calls `install` at its end;
`tests/harvesting/test_noticing.py` asks the database after all migrations.
"""

from collections.abc import Iterator
from typing import Any, Final

FILED: Final = "article_id = {row}.content_object_id"
# The table, its acts, and whose records show the row that was written.
SHOWN: Final = (
    ("articles_article", "UPDATE", "article_id = {row}.id"),
    ("articles_taggedarticle", "INSERT", FILED),
    ("articles_taggedarticle", "UPDATE", FILED),
    ("articles_taggedarticle", "DELETE", FILED),
    ("articles_categorisedarticle", "INSERT", FILED),
    ("articles_categorisedarticle", "UPDATE", FILED),
    ("articles_categorisedarticle", "DELETE", FILED),
    ("bibliography_reference", "UPDATE",
     "article_id IN (SELECT id FROM articles_article WHERE paper_id = {row}.id)"),
    ("members_user", "UPDATE OF name",
     "article_id IN (SELECT id FROM articles_article WHERE editor_id = {row}.id)"),
)  # fmt: skip
MARKED: Final = "UPDATE harvesting_harvestrecord SET is_due = {true} WHERE {records}"
MADE: Final = "INSERT INTO harvesting_harvestrecord (article_id, is_due) VALUES (NEW.id, {true}) ON CONFLICT DO NOTHING"


def triggers(true: str) -> Iterator[tuple[str, str, str, str]]:
    """The name of each, its table, its event, and what it does. `true`: as this database spells it."""
    yield "articles_article_is_harvested", "articles_article", "INSERT", MADE.format(true=true)
    for table, event, records in SHOWN:
        act = event.partition(" ")[0]
        which = records.format(row="OLD" if act == "DELETE" else "NEW")
        yield f"{table}_harvested_by_{act.lower()}", table, event, MARKED.format(true=true, records=which)


def on_sqlite() -> Iterator[str]:
    for name, table, event, body in triggers("1"):
        yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {body}; END"


def on_postgresql() -> Iterator[str]:
    for name, table, event, body in triggers("true"):
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$"
        )
        yield f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def install(apps: Any, schema_editor: Any) -> None:
    """For `RunPython`. To be repeated as often as one likes."""
    del apps
    for statement in on_sqlite() if schema_editor.connection.vendor == "sqlite" else on_postgresql():
        schema_editor.execute(statement, None)


def uninstall(apps: Any, schema_editor: Any) -> None:
    del apps
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name, table, _, _ in triggers("1"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{'' if is_sqlite else f' ON {table}'}", None)
        if not is_sqlite:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", None)
