"""The table by which processes make an outdated page once, where there is no Redis: page_cache/shared.py."""

from django.core.management import call_command
from django.db import migrations

TABLE = "kept_pages"


def create(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)
    if schema_editor.connection.vendor == "postgresql":  # it may be empty after a crash, and no journal need hold it
        schema_editor.execute(f"ALTER TABLE {TABLE} SET UNLOGGED")


def remove(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("cbtneuro", "0001_content_changes")]
    operations = [migrations.RunPython(create, remove)]
