"""The table of maps is noted when it is written to, as every other that pages show."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [("cbtneuro", "0003_noted_once_more"), ("tags", "0011_maps_of_taxonomies")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
