"""On PostgreSQL: an index for each field that is asked for by itself, and rows so narrow that visiting many is cheap.

GIN knows no weights and no places, so a word wanted in the title cost a look into the whole text of every article that
has it. A gap between the fields keeps phrases from running over from one into the next, as on SQLite.
"""

from django.db import migrations

GAP = " || '|:1'::tsvector || "
FIELDS = ("title", "head", "body", "names")
TABLES = {
    "articles_publicwords": {"words": FIELDS, "title_words": ("title",), "head_words": ("head",), "names_words": ("names",)},
    "articles_fullpostwords": {"words": ("body",)},
}  # fmt: skip
WEIGHTED = " || ".join(
    f"setweight(to_tsvector('simple'::regconfig, {field}), '{weight}')" for field, weight in zip(FIELDS, "ABCD")
)
NARROW = 128  # bytes of a row, as far as its texts can lie elsewhere


def narrow(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in TABLES.items():
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN words")
        schema_editor.execute(f"ALTER TABLE {table} SET (toast_tuple_target = {NARROW})")
        schema_editor.execute(
            f"ALTER TABLE {table} "
            + ", ".join(
                f"ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({made_of(fields)}) STORED, "
                f"ALTER COLUMN {column} SET STORAGE EXTERNAL"
                for column, fields in columns.items()
            )
        )
        for column in columns:
            name = f"{table.removeprefix('articles_')}_{column}"
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column}) WITH (fastupdate = off)")


def made_of(fields):
    return GAP.join(f"to_tsvector('simple'::regconfig, {field})" for field in fields)


def widen(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, table, made in (
        ("public_search", "articles_publicwords", WEIGHTED),
        ("full_post_search", "articles_fullpostwords", "setweight(to_tsvector('simple'::regconfig, body), 'A')"),
    ):
        for column in TABLES[table]:
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        schema_editor.execute(f"ALTER TABLE {table} RESET (toast_tuple_target)")
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({made}) STORED")
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (words)")


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_articles_without_a_text_for_search")]

    operations = [migrations.RunPython(narrow, widen)]
