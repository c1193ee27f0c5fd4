"""A taxonomy may have a picture, whose shapes are named by its tags."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tags", "0010_acts_on_whole_tags")]

    operations = [
        migrations.CreateModel(
            name="TaxonomyMap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("svg", models.TextField()),
                ("alt", models.CharField(max_length=600)),
                ("credit", models.CharField(blank=True, max_length=300)),
                ("without_shape", models.JSONField(blank=True, default=list)),
                (
                    "taxonomy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="map", to="tags.taxonomy"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
