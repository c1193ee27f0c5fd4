"""The state of every table of the project, for tests that compare two moments."""

from typing import Any, Final

from django.apps import apps

from articles.models import Document, FullDocument, PendingRelation
from tags.cache.bitmaps import Bitmap
from tags.models import Change, Closure, CurationAct, StoredBitmap, WriteLock

NOT_COMPARED: Final = {"admin", "sessions", "django_tasks_database"}
MADE_ANEW: Final = (Change, Closure, CurationAct, StoredBitmap, WriteLock, Document, FullDocument, PendingRelation)
State = dict[str, dict[Any, Any]]


def state() -> State:
    """Every row of every table by its key; the closure and the bitmaps by what they say. The log is left out."""
    found: State = {"bitmaps": bitmaps(), "closure": closure()}
    for model in apps.get_models():
        if model._meta.app_label in NOT_COMPARED or model in MADE_ANEW:
            continue
        rows: Any = model._base_manager.all().order_by("pk").values()
        found[model._meta.label] = {row[model._meta.pk.attname]: row for row in rows}
    return found


def bitmaps() -> dict[str, list[int]]:
    rows = {bitmap.key: list(Bitmap.deserialize(bytes(bitmap.numbers))) for bitmap in StoredBitmap.objects.all()}
    return {key: held for key, held in rows.items() if held}


def closure() -> dict[Any, int]:
    return {(row.ancestor_id, row.descendant_id): row.depth for row in Closure.objects.all()}


def assert_same(before: State, after: State) -> None:
    """Say which rows differ, not the whole tables."""
    for table in {*before, *after}:
        old, new = before.get(table, {}), after.get(table, {})
        differing = {key: (old.get(key), new.get(key)) for key in {*old, *new} if old.get(key) != new.get(key)}
        assert not differing, (table, differing)
