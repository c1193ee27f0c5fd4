"""A site may name taxonomies of which one has to be among the tags of what is published."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0028_first_revisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='file_under',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
