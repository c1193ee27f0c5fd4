from django.db import migrations, models


class Migration(migrations.Migration):
    """Search has its own words since 0004, and of an article it reads only the number."""

    dependencies = [("articles", "0006_related_suggestions")]

    operations = [
        migrations.RemoveField(model_name="article", name="search_text"),
        migrations.AddIndex(
            model_name="article", index=models.Index(fields=["id", "number"], name="article_number_of_key")
        ),
    ]
