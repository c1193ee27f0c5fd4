"""Which records of an import get a draft, each by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bibliography', '0004_merged_references'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrow',
            name='wants_draft',
            field=models.BooleanField(db_default=False, default=False, help_text='A draft summary, where it is brought in.'),
        ),
    ]
