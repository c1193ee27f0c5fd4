"""Full-text indexes over the words of articles: FTS5 on SQLite, tsvector and GIN on PostgreSQL."""

from django.db import migrations

INDEXES = {
    "public_search": ("articles_publicwords", ("title", "head", "body", "names")),
    "full_post_search": ("articles_fullpostwords", ("body",)),
}
WEIGHTS = "ABCD"


def make(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def statements(vendor):
    for name, (table, columns) in INDEXES.items():
        yield from (sqlite if vendor == "sqlite" else postgresql)(name, table, columns)


def sqlite(name, table, columns):
    """An index of which the table is the content. Triggers keep the two in step, as the manual of FTS5 has it (4.4.3)."""
    listed = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    yield (
        f"CREATE VIRTUAL TABLE {name} USING fts5({listed}, content='{table}', content_rowid='article_id', "
        "tokenize=\"unicode61 remove_diacritics 0\")"
    )
    add = f"INSERT INTO {name}(rowid, {listed}) VALUES (new.article_id, {new});"
    remove = f"INSERT INTO {name}({name}, rowid, {listed}) VALUES ('delete', old.article_id, {old});"
    yield f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {add} END"
    yield f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {remove} END"
    yield f"CREATE TRIGGER {name}_update AFTER UPDATE ON {table} BEGIN {remove} {add} END"


def postgresql(name, table, columns):
    """A column that the database makes of the others."""
    parts = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {column}), '{weight}')"
        for column, weight in zip(columns, WEIGHTS)
    )
    yield f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({parts}) STORED"
    yield f"CREATE INDEX {name} ON {table} USING gin (words)"


def drop(apps, schema_editor):
    for name, (table, _) in INDEXES.items():
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "delete", "update"):
                schema_editor.execute(f"DROP TRIGGER {name}_{event}")
            schema_editor.execute(f"DROP TABLE {name}")
        else:
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN words")


class Migration(migrations.Migration):

    dependencies = [("articles", "0004_words_for_search")]

    operations = [migrations.RunPython(make, drop)]
