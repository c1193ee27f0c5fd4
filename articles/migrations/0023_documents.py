"""What pages print of an article, made when it is saved; and the triggers that say when it is outdated."""

import django.db.models.deletion
from django.db import migrations, models

from articles.documents.triggers import install, uninstall


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0022_expected_after_captions'),
        ('bibliography', '0001_references'),
        ('members', '0001_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='articles.article')),
                ('stamp', models.PositiveBigIntegerField(default=1, editable=False)),
                ('made_at', models.PositiveBigIntegerField(default=0, editable=False)),
                ('made_with', models.CharField(default='', editable=False, max_length=16)),
                ('page', models.TextField(default='', editable=False)),
                ('gated', models.JSONField(default=dict, editable=False, help_text='What stands around the gate, and it.')),
                ('row', models.TextField(default='', editable=False)),
                ('teaser', models.TextField(default='', editable=False)),
                ('entry', models.TextField(default='', editable=False)),
                ('tags', models.JSONField(default=list, editable=False)),
                ('categories', models.JSONField(default=list, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='FullDocument',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='full_document', serialize=False, to='articles.article')),
                ('parts', models.JSONField(default=dict, editable=False)),
            ],
        ),
        migrations.RunPython(install, uninstall),
    ]
