from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table that keeps the rate limits while Redis is away: 0002 makes none where Redis was there from the start."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("members", "0003_one_spelling_of_addresses")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
