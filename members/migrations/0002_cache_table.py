from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table behind `CACHE_URL=db://cache`, where rate limits are kept. A no-op with any other cache."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_accounts")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
