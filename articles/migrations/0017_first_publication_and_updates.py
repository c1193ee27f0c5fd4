"""Columns for the first publication, the last change of substance, and what feeds call an article."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0016_digests_of_stored_images")]

    operations = [
        migrations.AddField(
            "article",
            "first_published_at",
            models.DateTimeField(
                "first published",
                blank=True,
                help_text="What readers and citations are told, whatever came later.",
                null=True,
            ),
        ),
        migrations.AddField(
            "article", "public_updated_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.AddField(
            "article",
            "change_note",
            models.CharField(
                "what changed",
                blank=True,
                help_text="After a change of what it says: one line for readers, shown with today's date. Not for "
                "corrections of spelling.",
                max_length=200,
            ),
        ),
        migrations.AddIndex("article", models.Index(fields=["-updated_at"], name="article_last_saved")),
        migrations.AddField("article", "atom_id", models.CharField(editable=False, max_length=255, null=True)),
    ]
