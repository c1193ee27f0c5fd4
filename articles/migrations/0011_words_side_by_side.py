"""On PostgreSQL: an index of the pairs of words that stand side by side.

GIN knows no places, so a phrase of common words cost a look into every text that has them all: 750 ms at 100,000
articles in place of 50. Each pair is kept as a number of 64 bits; on a full table this takes some minutes.
"""

from django.db import migrations

TABLES = {"articles_publicwords": "title, head, body, names", "articles_fullpostwords": "body"}
WORD_PAIRS = """
    CREATE FUNCTION word_pairs(VARIADIC fields text[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(DISTINCT hashtextextended(word || ' ' || following, 0))
        FROM unnest(fields) AS field, LATERAL (
            SELECT word, lead(word) OVER () AS following
            FROM unnest(string_to_array(field, ' ')) AS word
            WHERE word NOT IN ('', '|')
        ) AS words
        WHERE following IS NOT NULL
    $$
"""


def index_pairs(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(WORD_PAIRS)
    for table, fields in TABLES.items():
        schema_editor.execute(
            f"ALTER TABLE {table} ADD COLUMN pairs bigint[] GENERATED ALWAYS AS (word_pairs({fields})) STORED, "
            "ALTER COLUMN pairs SET STORAGE EXTERNAL"
        )
        name = f"{table.removeprefix('articles_')}_pairs"
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (pairs) WITH (fastupdate = off)")


def forget_pairs(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN pairs")
    schema_editor.execute("DROP FUNCTION word_pairs")


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_what_sqlite_should_expect")]

    operations = [migrations.RunPython(index_pairs, forget_pairs)]
