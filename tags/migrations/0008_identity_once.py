from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tags", "0007_identities_from_slugs")]

    operations = [
        migrations.AlterField(
            model_name="tag",
            name="identity",
            field=models.CharField(editable=False, max_length=36, unique=True),
        ),
    ]
