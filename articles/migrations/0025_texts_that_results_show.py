"""Documents also hold what search shows of an article, with its words in one spelling."""

from django.db import migrations, models

from articles.documents import triggers


class Migration(migrations.Migration):

    dependencies = [("articles", "0024_pending_relations")]

    operations = [
        migrations.RunPython(triggers.uninstall, triggers.install),
        migrations.AddField("document", "hit", models.TextField(default="", editable=False, help_text="The row in results of search.")),
        migrations.AddField("document", "told", models.TextField(default="", editable=False, help_text="What is marked in it, by `articles.text.spelled`.")),
        migrations.AddField("document", "prose", models.BinaryField(default=bytes, help_text="What its stretch is taken from, in the same way.")),
        migrations.AddField("fulldocument", "prose", models.BinaryField(default=bytes, help_text="The full post, as `Document.prose` has the summary.")),
        migrations.RunPython(triggers.install, triggers.uninstall),
    ]
