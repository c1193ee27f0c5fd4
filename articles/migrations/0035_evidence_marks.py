"""A site may say which facts at a glance are drawn beside a title, and how."""

from django.db import migrations

import members.columns


class Migration(migrations.Migration):

    dependencies = [("articles", "0034_numbers_of_images")]

    operations = [
        migrations.AddField("sitesettings", "evidence", members.columns.JSONColumn(blank=True, default=dict)),
    ]
