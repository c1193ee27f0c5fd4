import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tags", "0005_whole_vocabularies")]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="identity",
            field=models.CharField(default="", editable=False, max_length=36),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="FormerIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.CharField(max_length=36, unique=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_identities", to="tags.tag"
                    ),
                ),
            ],
            options={"verbose_name_plural": "former identities"},
        ),
    ]
