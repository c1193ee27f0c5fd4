"""Articles that are there have the datestamps that they had, those to come once more at their time; from now on the database marks what may have changed."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from harvesting.triggers import install, uninstall

AT_ONCE = 500


def make_records(apps, schema_editor):
    del schema_editor
    record = apps.get_model("harvesting", "HarvestRecord")
    rows = apps.get_model("articles", "Article").objects.values_list("pk", "status", "publish_at", "updated_at")
    now = timezone.now()
    record.objects.bulk_create(
        [
            record(
                article_id=pk, is_due=status == "published" and publish_at > now,
                changed=max(publish_at, updated_at) if status == "published" and publish_at <= now else updated_at,
            )
            for pk, status, publish_at, updated_at in rows
        ],
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('articles', '0038_answers_to_notices'),
        ('bibliography', '0004_merged_references'),
        ('members', '0009_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='HarvestRecord',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='harvested', serialize=False, to='articles.article')),
                ('changed', models.DateTimeField(null=True)),
                ('is_due', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['changed', 'article'], name='harvest_oldest_first'), models.Index(condition=models.Q(('is_due', True)), fields=['article'], name='harvest_due')],
            },
        ),
        migrations.CreateModel(
            name='ToldVocabulary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(blank=True, max_length=16)),
                ('topics', models.JSONField(default=dict, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='told_vocabulary_is_one_row')],
            },
        ),
        migrations.RunPython(make_records, migrations.RunPython.noop),
        migrations.RunPython(install, uninstall),
    ]
