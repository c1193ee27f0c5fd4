"""Answers to notices hold what readers are told: writing one is noted."""

from django.db import migrations

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [
        ("cbtneuro", "0006_site_settings_are_noted"),
        ("articles", "0038_answers_to_notices"),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
