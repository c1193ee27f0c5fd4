"""Numbers for the articles that are there already, and the shelves on which they stand."""

from django.db import migrations
from pyroaring import BitMap

STEP = 8


def shelve(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    dated = Article.objects.filter(publish_at__isnull=False).order_by("publish_at", "pk")
    numbers = {pk: place * STEP for place, pk in enumerate(dated.values_list("pk", flat=True), 1)}
    Article.objects.bulk_update([Article(pk=pk, number=number) for pk, number in numbers.items()], ["number"], 500)
    if not numbers:
        return
    shelves = {}
    for pk, year, kind, access, status in dated.values_list("pk", "paper__year", "kind", "access", "status"):
        keys = ["listed", f"kind:{kind}", f"access:{access}"]
        keys += [f"year:{year}"] if year is not None else []
        keys += ["published"] if status == "published" else []
        for key in keys:
            shelves.setdefault(key, []).append(numbers[pk])
    filed = {}
    for model in ("TaggedArticle", "CategorisedArticle"):
        rows = apps.get_model("articles", model).objects.filter(content_object__publish_at__isnull=False)
        for tag, pk in rows.values_list("tag_id", "content_object_id"):
            filed.setdefault(tag, []).append(numbers[pk])
    for tag, held in filed.items():
        shelves[f"filed:{tag}"] = held
    for ancestor, descendant in apps.get_model("tags", "Closure").objects.values_list("ancestor_id", "descendant_id"):
        if descendant in filed:
            shelves.setdefault(f"under:{ancestor}", []).extend(filed[descendant])
    change = apps.get_model("tags", "Change").objects.create(token="migrated", vocabulary="migrated")
    apps.get_model("tags", "Shelf").objects.bulk_create(
        [
            apps.get_model("tags", "Shelf")(key=key, numbers=BitMap(held).serialize(), version=change.version)
            for key, held in sorted(shelves.items())
        ],
        batch_size=200,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_numbers"),
        ("tags", "0002_curation_and_shelves"),
    ]

    operations = [migrations.RunPython(shelve, migrations.RunPython.noop)]
