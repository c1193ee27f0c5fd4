"""Writing bitmaps. Every change is made in the transaction of the act that causes it, or not at all."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from tags.cache.bitmaps import NOTHING, Bitmap, BitmapIndex, filed, read, under, union
from tags.cache.snapshot import current_snapshot
from tags.models import Closure, StoredBitmap, note_change, take_write_lock


@transaction.atomic
def put(sort_key: int, keys: Collection[str]) -> None:
    """Let exactly these bitmaps hold the article, and those under every tag above the ones it is filed under.

    Without `keys` it is taken out of all. Cost: one row for each bitmap that changes.
    """
    take_write_lock()
    bitmaps = current_snapshot().bitmaps
    wanted = {*keys, *inherited(keys)}
    present = bitmaps.holding(sort_key)
    one = Bitmap([sort_key])
    added = {key: bitmaps[key] | one for key in wanted - present}
    write({**added, **{key: bitmaps[key] - one for key in present - wanted}})


def inherited(keys: Iterable[str]) -> set[str]:
    """The keys of the bitmaps under all tags at or above those whose keys are named."""
    tags = [int(key.partition(":")[2]) for key in keys if key.startswith("filed:")]
    above = Closure.objects.filter(descendant__in=tags).values_list("ancestor_id", flat=True)
    return {under(tag) for tag in above}


@transaction.atomic
def write(changed: Mapping[str, Bitmap]) -> None:
    """Store these bitmaps as they are given here."""
    if not changed:
        return
    version = note_change(of_vocabulary=False)
    rows = [
        StoredBitmap(key=key, numbers=bitmap.serialize(), version=version) for key, bitmap in sorted(changed.items())
    ]
    StoredBitmap.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["numbers", "version"], batch_size=200
    )


@transaction.atomic
def inherit() -> None:
    """Make the bitmap under every tag again from what is filed under it and every tag below; write those that differ.

    Cost: a union for each path of the hierarchy, some microseconds each. The tag tree is not read: it may be big, and
    is about to change.
    """
    take_write_lock()
    below: dict[int, list[int]] = {}
    for ancestor, descendant in Closure.objects.values_list("ancestor_id", "descendant_id"):
        below.setdefault(ancestor, []).append(descendant)
    bitmaps = BitmapIndex(read())
    made = {under(tag): union(bitmaps[filed(descendant)] for descendant in tags) for tag, tags in below.items()}
    gone = {key: NOTHING for key in bitmaps if key.startswith("under:") and key not in made}
    write({key: bitmap for key, bitmap in {**made, **gone}.items() if bitmap != bitmaps[key]})
