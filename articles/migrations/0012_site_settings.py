"""What the collection says of the site itself is stored, in one row."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_words_side_by_side'),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='at_a_glance',
            field=models.JSONField(blank=True, default=dict, help_text='Facts about the paper.'),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('tagline', models.CharField(blank=True, max_length=160)),
                ('description', models.CharField(blank=True, max_length=300)),
                ('words', models.JSONField(blank=True, default=dict)),
                ('facts', models.JSONField(blank=True, default=list)),
                ('colours', models.JSONField(blank=True, default=dict)),
                ('looks', models.JSONField(blank=True, default=dict)),
                ('home', models.JSONField(blank=True, default=list)),
                ('matrix', models.JSONField(blank=True, default=list)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='site_settings_are_one_row'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='site_has_a_name')],
            },
        ),
    ]
