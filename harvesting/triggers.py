"""How the database notes by itself which records have changed: no bulk write goes around that.

Names of topics are in many records: a rename marks none of them, and `harvesting.noticing` compares topics instead.
A migration that makes one of these tables anew on SQLite calls `install` at its end;
`tests/harvesting/test_noticing.py` asks the database after all migrations.
"""

from collections.abc import Iterator
from typing import Any, Final

FILED: Final = "article_id = {row}.content_object_id"
# The table, the columns that records show, and whose records show the row that was written.
SHOWN: Final = (
    ("articles_article",
     ("title", "slug", "standfirst", "byline", "editor_id", "paper_id", "status", "publish_at", "first_published_at",
      "public_updated_at", "atom_id"),
     "article_id = {row}.id"),
    ("articles_taggedarticle", ("tag_id", "content_object_id"), FILED),
    ("articles_categorisedarticle", ("tag_id", "content_object_id"), FILED),
    ("bibliography_reference", ("title", "csl", "year", "doi", "pmid", "citation_html"),
     "article_id IN (SELECT id FROM articles_article WHERE paper_id = {row}.id)"),
    ("members_user", ("name",),
     "article_id IN (SELECT id FROM articles_article WHERE editor_id = {row}.id)"),
)  # fmt: skip
MARKED: Final = "UPDATE harvesting_harvestrecord SET is_due = {true} WHERE {records}"
MADE: Final = "INSERT INTO harvesting_harvestrecord (article_id, is_due) VALUES (NEW.id, {true}) ON CONFLICT DO NOTHING"


def triggers(true: str, differs: str) -> Iterator[tuple[str, str, str, str, str]]:
    """The name of each, its table, its act, on which condition, and what it does.

    `true`, `differs`: as this database spells that, and that two values are not the same, where nothing is a value.
    """
    yield "articles_article_is_harvested", "articles_article", "INSERT", "", MADE.format(true=true)
    for table, columns, records in SHOWN:
        for act in ("INSERT", "UPDATE", "DELETE") if records == FILED else ("UPDATE",):
            which = records.format(row="OLD" if act == "DELETE" else "NEW")
            changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
            when = f"WHEN ({changed})" if act == "UPDATE" else ""
            yield f"{table}_harvested_by_{act.lower()}", table, act, when, MARKED.format(true=true, records=which)


def on_sqlite() -> Iterator[str]:
    for name, table, act, when, body in triggers("1", "IS NOT"):
        yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {act} ON {table} {when} BEGIN {body}; END"


def on_postgresql() -> Iterator[str]:
    for name, table, act, when, body in triggers("true", "IS DISTINCT FROM"):
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$"
        )
        yield f"CREATE OR REPLACE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"


def install(apps: Any, schema_editor: Any) -> None:
    """For `RunPython`. To be repeated as often as one likes."""
    del apps
    for statement in on_sqlite() if schema_editor.connection.vendor == "sqlite" else on_postgresql():
        schema_editor.execute(statement, None)


def uninstall(apps: Any, schema_editor: Any) -> None:
    del apps
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name, table, *_ in triggers("1", "IS NOT"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{'' if is_sqlite else f' ON {table}'}", None)
        if not is_sqlite:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", None)
