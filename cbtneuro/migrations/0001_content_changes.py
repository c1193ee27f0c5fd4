"""From here on the database notes by itself that something was written that visitors see."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install, uninstall


class Migration(migrations.Migration):

    dependencies = [
        ("tags", "0008_identity_once"),
        ("bibliography", "0001_references"),
        ("articles", "0022_expected_after_captions"),
        ("lists", "0006_published_lists_have_a_first_date"),
    ]

    operations = [migrations.RunPython(install, uninstall)]
