from typing import Any

from django.db import migrations

TABLES = (
    "articles_document", "articles_fulldocument", "articles_fullpost", "articles_publicwords", "articles_fullpostwords",
)  # fmt: skip
COLUMNS = """
    SELECT attrelid::regclass::text, attname FROM pg_attribute
    WHERE attrelid = ANY(%s::regclass[]) AND attnum > 0 AND NOT attisdropped AND attstorage IN ('x', 'm')
"""


def compress_by(method: str) -> Any:
    """What is written from now on. Some builds of PostgreSQL know pglz alone: theirs stays as it is."""

    def act(apps: Any, schema_editor: Any) -> None:
        del apps
        if schema_editor.connection.vendor != "postgresql":
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
            if method not in cursor.fetchone()[0]:
                return
            cursor.execute(COLUMNS, [list(TABLES)])
            for table, column in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET COMPRESSION {method}')

    return act


class Migration(migrations.Migration):
    dependencies = [("articles", "0035_evidence_marks")]
    operations = [migrations.RunPython(compress_by("lz4"), compress_by("pglz"))]
