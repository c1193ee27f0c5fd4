from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from members.roles import sync_roles


def grant(apps, schema_editor):
    """Permissions are usually made after the last migration; the roles need them now."""
    for room in ("members", "tags", "bibliography", "articles", "lists"):
        create_permissions(installed.get_app_config(room), verbosity=0, using=schema_editor.connection.alias)
    sync_roles()


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0001_reading_lists"),
        ("members", "0002_cache_table"),
        ("tags", "0001_vocabulary"),
        ("bibliography", "0001_references"),
        ("articles", "0001_articles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
