"""What the database refuses: a published list without a first date."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [("lists", "0005_dates_of_lists")]

    operations = [
        migrations.AddConstraint(
            "readinglist",
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(first_published_at__isnull=False, first_published_at__lte=F("publish_at")),
                name="list_published_has_a_first_date",
            ),
        ),
    ]
