"""The table that articles 0037 made anew on SQLite is noted again when it is written to."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [("cbtneuro", "0005_tables_of_before_are_noted"), ("articles", "0037_citation_style")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
