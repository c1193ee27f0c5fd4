"""From here on the database notes by itself that something was written that visitors see."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install, uninstall


class Migration(migrations.Migration):

    dependencies = [
        ("tags", "0005_whole_vocabularies"),
        ("bibliography", "0001_references"),
        ("articles", "0020_expected_once_more"),
        ("lists", "0006_published_lists_have_a_first_date"),
    ]

    operations = [migrations.RunPython(install, uninstall)]
