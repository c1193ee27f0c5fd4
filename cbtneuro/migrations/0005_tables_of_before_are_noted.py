"""The tables that articles 0035 and lists 0007 made anew on SQLite are noted again when they are written to."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [
        ("cbtneuro", "0004_maps_are_noted"),
        ("articles", "0036_texts_are_compressed_by_lz4"),
        ("lists", "0007_when_lists_were_changed"),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
