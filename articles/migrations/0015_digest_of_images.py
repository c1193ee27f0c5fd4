"""The address of an image changes with the picture."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_sort_keys")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="digest",
            field=models.CharField(blank=True, editable=False, help_text="Of what readers are sent.", max_length=12),
        ),
    ]
