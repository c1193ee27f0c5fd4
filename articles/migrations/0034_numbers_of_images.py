"""An image may bring the numbers that it shows, as a table."""

from django.db import migrations

import articles.images.numbers
import members.columns
from articles.documents import triggers


class Migration(migrations.Migration):

    dependencies = [("articles", "0033_who_did_it")]

    operations = [
        migrations.RunPython(triggers.uninstall, triggers.install),
        migrations.AddField(
            "image",
            "numbers",
            members.columns.TextColumn(
                blank=True,
                default="",
                help_text="What it shows as a table: a row a line, bars | between cells, the headings first.",
                validators=[articles.images.numbers.validate_numbers],
            ),
            preserve_default=False,
        ),
        migrations.RunPython(triggers.install, triggers.uninstall),
    ]
