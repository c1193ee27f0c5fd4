"""The tables that articles 0030 and 0034 made anew on SQLite are noted again when they are written to."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [("cbtneuro", "0002_kept_pages"), ("articles", "0034_numbers_of_images")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
