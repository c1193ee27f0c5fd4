"""How the database notes by itself which documents no longer say what stands in it: no bulk write goes around that.

A migration that makes one of these tables anew on SQLite calls `uninstall` before, as their triggers name each other's
tables, and `install` at its end; `tests/articles/documents/test_documents.py` asks the database after all migrations.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

ANY: Final = ("INSERT", "UPDATE", "DELETE")
CHANGED: Final = ("UPDATE",)
OF_ARTICLES: Final = "article_id IN (SELECT id FROM articles_article WHERE {column} = {{row}}.{key})"

CITING: Final = "article_id IN (SELECT article_id FROM articles_citation WHERE reference_id = {row}.id)"


@dataclass(frozen=True)
class Shown:
    """Rows of `table`, and whose documents show one: a condition in which `{row}` is the row that was written."""

    table: str
    acts: tuple[str, ...]
    documents: str
    column: str = ""  # the only one that matters

    def event(self, act: str) -> str:
        return f"{act} OF {self.column}" if self.column and act == "UPDATE" else act


SHOWN: Final = (
    Shown("articles_article", CHANGED, "article_id = {row}.id"),
    Shown("articles_fullpost", ANY, "article_id = {row}.article_id"),
    Shown("articles_citation", ANY, "article_id = {row}.article_id"),
    Shown("articles_taggedarticle", ANY, "article_id = {row}.content_object_id"),
    Shown("articles_categorisedarticle", ANY, "article_id = {row}.content_object_id"),
    Shown("articles_image", CHANGED, OF_ARTICLES.format(column="image_id", key="id")),
    Shown("articles_rendition", ANY, OF_ARTICLES.format(column="image_id", key="image_id")),
    Shown("bibliography_reference", CHANGED, f"{OF_ARTICLES.format(column='paper_id', key='id')} OR {CITING}"),
    Shown("articles_noticeanswer", ANY, "article_id = {row}.article_id"),
    Shown("members_user", CHANGED, OF_ARTICLES.format(column="editor_id", key="id"), column="name"),
)
RAISED: Final = "UPDATE articles_document SET stamp = stamp + 1 WHERE {documents}"


def name_of(shown: Shown, act: str) -> str:
    return f"{shown.table}_outdates_by_{act.lower()}"


def body(shown: Shown, act: str) -> str:
    return RAISED.format(documents=shown.documents.format(row="OLD" if act == "DELETE" else "NEW"))


def on_sqlite(shown_so_far: Iterable[Shown] = SHOWN) -> Iterator[str]:
    for shown in shown_so_far:
        for act in shown.acts:
            event = f"AFTER {shown.event(act)} ON {shown.table}"
            yield f"CREATE TRIGGER IF NOT EXISTS {name_of(shown, act)} {event} BEGIN {body(shown, act)}; END"


def on_postgresql(shown_so_far: Iterable[Shown] = SHOWN) -> Iterator[str]:
    for shown in shown_so_far:
        for act in shown.acts:
            name = name_of(shown, act)
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body(shown, act)}; RETURN NULL; END $$"
            )
            yield (
                f"CREATE OR REPLACE TRIGGER {name} AFTER {shown.event(act)} ON {shown.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def install(apps: Any, schema_editor: Any) -> None:
    """For `RunPython`. To be repeated as often as one likes; tables that a later migration makes are left out."""
    del apps
    connection = schema_editor.connection
    there = set(connection.introspection.table_names())
    so_far = [shown for shown in SHOWN if shown.table in there]
    for statement in on_sqlite(so_far) if connection.vendor == "sqlite" else on_postgresql(so_far):
        schema_editor.execute(statement, None)


def uninstall(apps: Any, schema_editor: Any) -> None:
    del apps
    connection = schema_editor.connection
    is_sqlite, there = connection.vendor == "sqlite", set(connection.introspection.table_names())
    for shown in (shown for shown in SHOWN if shown.table in there):
        for name in (name_of(shown, act) for act in shown.acts):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{'' if is_sqlite else f' ON {shown.table}'}", None)
            if not is_sqlite:
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", None)
