"""What the database refuses: a published article without a first date, an update that says nothing, one name twice."""

from django.db import migrations, models
from django.db.models import F, Q

import articles.models.atom_ids


class Migration(migrations.Migration):

    dependencies = [("articles", "0018_dates_and_names_for_feeds")]

    operations = [
        migrations.AlterField(
            "article",
            "atom_id",
            models.CharField(
                default=articles.models.atom_ids.new_atom_id, editable=False, max_length=255, unique=True
            ),
        ),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(first_published_at__isnull=False, first_published_at__lte=F("publish_at")),
                name="article_published_has_a_first_date",
            ),
        ),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                condition=Q(public_updated_at__isnull=True, change_note="")
                | (Q(public_updated_at__isnull=False) & ~Q(change_note="")),
                name="article_update_says_what",
            ),
        ),
    ]
