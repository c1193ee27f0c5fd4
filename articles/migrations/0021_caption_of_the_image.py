"""A caption for the image at the head of an article, which may cite whose findings it shows."""

from django.db import migrations, models
from django.db.models import Q

import members.columns


class Migration(migrations.Migration):

    dependencies = [("articles", "0020_expected_once_more")]

    operations = [
        migrations.AddField(
            "article",
            "image_caption",
            members.columns.TextColumn(
                blank=True, default="", help_text="What the image shows, and whose findings.", verbose_name="caption"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "article",
            "image_caption_html",
            members.columns.TextColumn(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                condition=Q(image__isnull=False) | Q(image_caption=""),
                name="article_caption_has_an_image",
                violation_error_message="Choose an image, or leave its caption empty.",
            ),
        ),
        migrations.AlterField(
            "imageuse",
            "place",
            models.CharField(
                choices=[
                    ("lead", "Beside the key points"), ("summary", "In the summary"), ("full", "In the full post"),
                ],
                max_length=7,
            ),
        ),
    ]
