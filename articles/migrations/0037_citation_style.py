"""The site says in which style it prints references."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0036_texts_are_compressed_by_lz4")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="citation_style",
            field=models.CharField(db_default="apa", default="apa", max_length=20),
        ),
    ]
