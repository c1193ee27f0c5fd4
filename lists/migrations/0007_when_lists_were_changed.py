"""When a list was changed. Nobody noted it so far, so those that are there say now: too early would hide a change."""

from django.db import migrations, models
from django.utils import timezone

from cbtneuro.page_cache.content_version.triggers import install


class Migration(migrations.Migration):

    dependencies = [
        ("lists", "0006_published_lists_have_a_first_date"),
        ("cbtneuro", "0001_content_changes"),
    ]

    operations = [
        migrations.AddField(
            "readinglist",
            "updated_at",
            models.DateTimeField(auto_now=True, default=timezone.now),
            preserve_default=False,
        ),
        migrations.RunPython(install, migrations.RunPython.noop),  # SQLite made the table anew, without its triggers
    ]
