"""A site may name taxonomies of which one has to be among the tags of what is published."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0029_comments_and_preview_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='file_under',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
