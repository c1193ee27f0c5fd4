"""On PostgreSQL: one index of keys in place of five columns of words and of pairs, each with an index.

The columns took three quarters of what search takes, as they say again what the texts say. The tables are written
anew, their texts in the quicker compression where the server has it; on a full table this takes some minutes.
"""

from django.db import migrations

from articles.search.engines.postgres_keys import (
    FOLLOWS,
    function_with,
    settle,
    statements_to_index,
    tell_common_words,
)

TABLES = {
    "articles_publicwords": (["words", "title_words", "head_words", "names_words", "pairs"], ["title", "head", "body", "names"]),
    "articles_fullpostwords": (["words", "pairs"], ["body"]),
}  # fmt: skip
ANEW = "ALTER COLUMN {0} TYPE text USING {0} || ''"
PLACES = "UPDATE {0} w SET place = substr(int8send(a.sort_key), 5) FROM articles_article a WHERE a.id = w.article_id"
QUICKER = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"


def index_keys(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(QUICKER)
        is_quicker = cursor.fetchone()[0]
    for table, (made, texts) in TABLES.items():
        acts = [f"DROP COLUMN {column}" for column in made]
        acts += [f"ALTER COLUMN {column} SET COMPRESSION lz4" for column in texts if is_quicker]
        schema_editor.execute(f"ALTER TABLE {table} {', '.join(acts)}, ADD COLUMN place bytea")
        schema_editor.execute(PLACES.format(table))
        schema_editor.execute(f"ALTER TABLE {table} {', '.join(map(ANEW.format, texts))}", None)
    schema_editor.execute("DROP FUNCTION word_pairs")
    schema_editor.execute(FOLLOWS, None)
    schema_editor.execute(function_with([]), None)
    tell_common_words()
    for statement in statements_to_index():
        schema_editor.execute(statement, None)
    settle()


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_texts_that_results_show")]

    operations = [migrations.RunPython(index_keys)]
