from django.db import migrations, models
import django.db.models.deletion

from articles.related.vectors import packed_counts


def group_counts(apps, schema_editor):
    """Rows of counts by term become rows of terms by count."""
    import json

    vectors = apps.get_model("articles", "TermVector").objects.all()
    last = 0
    while batch := list(vectors.filter(pk__gt=last).order_by("pk").only("counts")[:1000]):
        last = batch[-1].pk
        for vector in batch:
            vector.counts = packed_counts(json.loads(vector.counts))
        vectors.bulk_update(batch, ["counts"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [("articles", "0023_documents")]

    operations = [
        migrations.CreateModel(
            name="PendingRelation",
            fields=[
                ("article", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="articles.article")),
                ("is_read", models.BooleanField()),
                ("former", models.JSONField(default=dict)),
            ],
        ),
        migrations.RunPython(group_counts, migrations.RunPython.noop),
    ]
