"""What is published gets its date as the first one, or the earlier one that the log remembers, as a draft does too.

Feeds called an article by its address: where the settings say which site this is they go on doing so, and nobody who
follows them sees everything anew. Elsewhere that name followed from the request, and an article is called what its file
would be.
"""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.models import F, OuterRef, Q, Subquery

from articles.models.atom_ids import atom_id_of_file

AT_ONCE = 500


def fill(apps: Any, schema_editor: Any) -> None:
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    events = apps.get_model("articles", "Event").objects.using(schema_editor.connection.alias)
    articles.update(first_published_at=F("publish_at"))
    first = events.filter(article=OuterRef("pk"), act="published").order_by("at").values("at")[:1]
    known = articles.annotate(known=Subquery(first)).filter(
        Q(publish_at__isnull=True) | Q(known__lt=F("publish_at")), known__isnull=False
    )
    for pk, at in list(known.values_list("pk", "known")):
        articles.filter(pk=pk).update(first_published_at=at)
    rows = []
    for pk, slug in articles.values_list("pk", "slug").iterator():
        called = f"{settings.SITE_URL}/articles/{slug}/" if settings.SITE_URL else atom_id_of_file(slug)
        rows.append(articles.model(pk=pk, atom_id=called))
    articles.bulk_update(rows, ["atom_id"], batch_size=AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [("articles", "0017_first_publication_and_updates")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
