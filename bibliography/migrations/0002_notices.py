"""Notices about papers: retractions, expressions of concern, corrections; what is told of them stands with references."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bibliography', '0001_references'),
    ]

    operations = [
        migrations.AddField(
            model_name='reference',
            name='standing',
            field=models.PositiveSmallIntegerField(choices=[(1, 'Corrected'), (2, 'Expression of concern'), (3, 'Retracted')], db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='reference',
            name='told_notices',
            field=models.JSONField(editable=False, help_text='What pages and exports tell of its notices: `bibliography.notices.told`.', null=True),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('retraction', 'Retraction'), ('expression-of-concern', 'Expression of concern'), ('correction', 'Correction'), ('reinstatement', 'Reinstatement')], max_length=21)),
                ('dated', models.DateField(blank=True, null=True, verbose_name='date')),
                ('doi', models.CharField(blank=True, max_length=200, verbose_name='DOI of the notice')),
                ('url', models.CharField(blank=True, max_length=500, verbose_name='address of the notice')),
                ('reasons', models.JSONField(blank=True, default=list)),
                ('source', models.CharField(choices=[('retraction-watch', 'Retraction Watch'), ('crossref', 'Crossref'), ('editors', 'The editors')], max_length=16)),
                ('record', models.CharField(help_text='What its source calls it.', max_length=200)),
                ('seen_at', models.DateTimeField(verbose_name='first seen')),
                ('taken_back', models.CharField(blank=True, choices=[('gone', 'Its source does not have it any more'), ('by-hand', 'Taken back by an editor')], max_length=7)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('counts', models.BooleanField(default=False)),
                ('reference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='bibliography.reference')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('counts', True)), fields=['reference'], name='notice_counts')],
                'constraints': [models.UniqueConstraint(fields=('reference', 'source', 'record', 'kind'), name='notice_noted_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['retraction', 'expression-of-concern', 'correction', 'reinstatement'])), name='notice_kind_known'), models.CheckConstraint(condition=models.Q(('source__in', ['retraction-watch', 'crossref', 'editors'])), name='notice_source_known'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back', ''), ('taken_back_at__isnull', True)), models.Q(('taken_back__in', ['gone', 'by-hand']), ('counts', False), ('taken_back_at__isnull', False)), _connector='OR'), name='notice_taken_back_at_a_time')],
            },
        ),
    ]
