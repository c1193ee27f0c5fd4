"""A column for the first publication of a list."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("lists", "0003_addresses_as_in_files")]

    operations = [
        migrations.AddField(
            "readinglist", "first_published_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
    ]
