"""Writing the rows of a journal back as they were, with their keys, in an order that no constraint minds."""

from typing import Any

from django.db import transaction

from tags.curation.filing import filing_models
from tags.curation.journal import VOCABULARY, Row, Rows
from tags.models import Tag, Taxonomy

DEPENDED_ON = (Taxonomy, Tag)  # other rows hang on these: they are changed where they stand
LEAVES = tuple(model for model in VOCABULARY if model not in DEPENDED_ON)


@transaction.atomic
def restore(rows: Rows) -> None:
    """Make every row what it was before. Closure and bitmaps do not follow by themselves.

    Rows on which nothing hangs are taken away and put back. Of the others the unique columns are freed first: two tags
    may have to change places.
    """
    leaves = [*LEAVES, *filing_models()]
    for model in leaves:
        keys = [model._meta.pk.to_python(key) for key, (_, after) in versions(rows, model) if after]
        model._base_manager.filter(pk__in=keys).delete()
    for model in DEPENDED_ON:
        free_unique_columns(model, rows)
    Tag.objects.filter(pk__in=made(Tag, rows)).delete()
    for model in DEPENDED_ON:
        put_back(model, [before for _, (before, after) in versions(rows, model) if before and not after])
        for _, (before, after) in versions(rows, model):
            if before and after:
                model._base_manager.filter(pk=before["id"]).update(**before)
    Taxonomy.objects.filter(pk__in=made(Taxonomy, rows)).delete()
    for model in leaves:
        put_back(model, [before for _, (before, _) in versions(rows, model) if before])


def versions(rows: Rows, model: Any) -> list[tuple[str, list[Row | None]]]:
    return list(rows.get(model._meta.label, {}).items())


def made(model: Any, rows: Rows) -> list[int]:
    """The keys of the rows that the act made."""
    return [after["id"] for _, (before, after) in versions(rows, model) if after and not before]


def free_unique_columns(model: Any, rows: Rows) -> None:
    for _, (before, after) in versions(rows, model):
        if before and after:
            blank = {"slug": f"-{before['id']}-", "name": f"-{before['id']}-", "uri": ""}
            if model is Tag:
                blank |= {"normal_form": f"\n{before['id']}"}
            model._base_manager.filter(pk=before["id"]).update(**blank)


def put_back(model: Any, rows: list[Row]) -> None:
    model._base_manager.bulk_create([model(**row) for row in rows], batch_size=200)
