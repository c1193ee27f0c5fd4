"""Answers to notices hold what readers are told: writing one is noted."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [
        ("cbtneuro", "0005_tables_of_before_are_noted"),
        ("articles", "0037_answers_to_notices"),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
