"""The number of an article in lists by date is its sort key."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0013_words_that_templates_had")]

    operations = [
        migrations.RemoveIndex("article", "article_number_of_key"),
        migrations.RenameField("article", "number", "sort_key"),
        migrations.AlterField(
            "article",
            "sort_key",
            models.PositiveBigIntegerField(
                editable=False,
                help_text="Its place in lists by date: rises with publish_at and key, and names the article in bitmaps.",
                null=True,
                unique=True,
            ),
        ),
        migrations.AddIndex("article", models.Index(fields=["id", "sort_key"], name="article_sort_key_of_key")),
    ]
